/** What a generator yields for one Argo Application: the values that its template may name. */
export type Parameters = Readonly<Record<string, unknown>>;
