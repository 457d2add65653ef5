/**
 * Keeps git in a partial clone from fetching missing objects one after the other. Older versions know only
 * the second way: no protocol may be used.
 */
export const NO_LAZY_FETCH: Readonly<Record<string, string>> = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };
