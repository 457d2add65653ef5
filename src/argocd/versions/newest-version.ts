import { compareVersions } from './compare-versions.js';
import { parseConstraint } from './constraint.js';
import { parseVersion, type Version } from './version.js';

/**
 * What a `targetRevision` stands for among tags: an exact version is itself, a range the newest tag in it,
 * and any other text itself if it is one of the tags.
 *
 * @returns undefined when nothing fits
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/
 */
export function newestVersion(revision: string, tags: readonly string[]): string | undefined {
  if (typeof parseVersion(revision) === 'object') return revision;
  const constraint = parseConstraint(revision);
  if (constraint === undefined) return tags.includes(revision) ? revision : undefined;
  let newest: Version | undefined;
  for (const tag of tags) {
    const version = parseVersion(tag);
    // Argo CD gives up at a tag that looks like a version and is none.
    if (version === 'invalid') return undefined;
    if (version !== undefined && constraint(version) && (newest === undefined || compareVersions(version, newest) > 0))
      newest = version;
  }
  return newest?.original;
}
