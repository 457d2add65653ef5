import { parseConstraint } from './constraint.js';
import { parseVersion } from './version.js';

/** Whether a `targetRevision` is a range of versions, such as `1.x`, instead of a version or a name. */
export function isRange(revision: string): boolean {
  return parseVersion(revision) === undefined && parseConstraint(revision) !== undefined;
}
