import { compareVersions } from './compare-versions.js';
import { parseConstraint } from './constraint.js';
import { parseVersion, type Version } from './version.js';

/**
 * Resolves a `targetRevision` among tags. An exact version resolves to itself, a range to its newest tag, and
 * any other text to the tag with that name.
 *
 * @returns undefined when no tag matches
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/
 */
export function newestVersion(revision: string, tags: readonly string[]): string | undefined {
  if (typeof parseVersion(revision) === 'object') return revision;
  const constraint = parseConstraint(revision);
  if (constraint === undefined) return tags.includes(revision) ? revision : undefined;
  let newest: Version | undefined;
  for (const tag of tags) {
    const version = parseVersion(tag);
    // Argo CD fails at a tag that looks like a version and is invalid.
    if (version === 'invalid') return undefined;
    if (version !== undefined && constraint(version) && (newest === undefined || compareVersions(version, newest) > 0))
      newest = version;
  }
  return newest?.original;
}
