import type { Expected } from '../objects/apply-object.js';
import type { ApplyChange } from '../plan/change.js';

/**
 * What the object has to be. One that our inventory lists is ours, whatever version it has: nobody else takes
 * it then. Pure.
 *
 * @param written its version after its owners were changed
 */
export function expectedOf(change: ApplyChange, written: string | undefined): Expected | undefined {
  if (change.action !== 'update') return 'absent';
  const isListed = !['adopted', 'handed over', 'interrupted before'].includes(change.reason);
  const resourceVersion = written ?? change.live?.metadata.resourceVersion;
  return isListed || resourceVersion === undefined ? undefined : { resourceVersion };
}
