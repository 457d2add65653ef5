/** Builds what is missing; `force` builds everything anew. */
export function buildEngines(options?: { readonly force?: boolean }): Promise<void>;
/** The folder in the cache with what was built of an engine's present sources, and `test/` with data for its tests. */
export function engineCache(name: string): string;
