import type { HealthRule, HealthRules } from './health-rule.js';

/**
 * The rule of the user for a kind, `<group>/<Kind>`: an exact key, otherwise the first, by key, whose `*`
 * fit.
 */
export function matchingRule(rules: HealthRules, key: string): HealthRule | undefined {
  if (Object.hasOwn(rules, key)) return rules[key];
  const pattern = Object.keys(rules)
    .sort()
    .find((candidate) => candidate.includes('*') && toPattern(candidate, '.*').test(key));
  return pattern === undefined ? undefined : rules[pattern];
}

/**
 * Whether one of the folders `<group>/<Kind>` is for a kind; in their names `_` matches any characters except
 * `/`.
 */
export function folderMatcher(folders: readonly string[]): (key: string) => boolean {
  const exact = new Set(folders);
  const wildcards = folders
    .filter((folder) => folder.includes('_'))
    .map((folder) => toPattern(folder.replaceAll('_', '*'), '[^/]*'));
  return (key) => exact.has(key) || wildcards.some((wildcard) => wildcard.test(key));
}

function toPattern(glob: string, any: string): RegExp {
  const parts = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join(any)}$`);
}
