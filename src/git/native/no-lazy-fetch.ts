/**
 * Keeps a git in a partial clone from fetching what it lacks, one object after the other. Older ones know
 * only the second way: no protocol may be used.
 */
export const NO_LAZY_FETCH: Readonly<Record<string, string>> = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };
