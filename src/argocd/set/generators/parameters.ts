/** The parameters that a generator gives for one Argo Application, for use in its template. */
export type Parameters = Readonly<Record<string, unknown>>;
