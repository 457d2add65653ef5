import { matchesGlob } from '../../argocd/glob.js';
import type { HealthRule, HealthRules } from './health-rule.js';

/**
 * The rule of the user for a kind, `<group>/<Kind>`: an exact key, otherwise the first, by key, whose `*`
 * fit.
 */
export function matchingRule(rules: HealthRules, key: string): HealthRule | undefined {
  if (Object.hasOwn(rules, key)) return rules[key];
  const pattern = Object.keys(rules)
    .sort()
    .find((candidate) => candidate.includes('*') && matches(key, candidate));
  return pattern === undefined ? undefined : rules[pattern];
}

/**
 * Whether one of the folders `<group>/<Kind>` is for a kind; in their names `_` matches any characters except
 * `/`.
 */
export function folderMatcher(folders: readonly string[]): (key: string) => boolean {
  const exact = new Set(folders);
  const wildcards = folders.filter((folder) => folder.includes('_')).map((folder) => folder.replaceAll('_', '*'));
  return (key) => exact.has(key) || wildcards.some((wildcard) => matches(key, wildcard, '/'));
}

/** Nothing but `*` is a pattern in the name of a kind. */
function matches(key: string, glob: string, separator?: '/'): boolean {
  return matchesGlob(key, glob.replace(/[?[\]{},!\\]/g, '\\$&').replace(/\*+/g, '*'), separator);
}
