import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { StoredInventory } from '../inventory/inventory.js';
import type { DesiredHook, DesiredObject } from '../objects/desired.js';
import { isUnchanged } from '../rehearse/observation.js';

/** An Argo Application, what its inventory remembers, and its live objects by `identityKey`. */
interface Known {
  readonly objects: readonly DesiredObject[];
  readonly hooks: readonly DesiredHook[];
  readonly inventory?: StoredInventory;
}

/**
 * Objects that a run may apply, hooks among them: all but those that are as they were after the last run.
 * Pure.
 */
export function changingObjects(
  { objects, hooks, inventory }: Known,
  own: ReadonlyMap<string, KubeObject>,
): readonly (DesiredObject | DesiredHook)[] {
  const entries = new Map((inventory?.entries ?? []).map((entry) => [identityKey(entry), entry]));
  const changing = objects.filter((object) => {
    const key = identityKey(object.identity);
    return !isUnchanged(object, entries.get(key), own.get(key));
  });
  return [...changing, ...hooks];
}
