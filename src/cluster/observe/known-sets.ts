import { identityKey } from '../../manifest/identity.js';
import type { StoredInventory } from '../inventory/inventory.js';
import { inventoryName } from '../inventory/name.js';
import type { KnownSet } from '../objects/adoption.js';
import { applysetId } from '../objects/applyset.js';
import type { DesiredApplication, DesiredObject } from '../objects/desired.js';

interface Wanting {
  readonly application: DesiredApplication;
  readonly objects: readonly DesiredObject[];
  readonly hooks: readonly DesiredObject[];
}

/** Every set of the cluster, by its id, with what it wants. Pure. */
export function knownSets(
  targets: readonly Wanting[],
  inventories: Iterable<StoredInventory>,
  {
    elsewhere,
    inventoryNamespace: namespace,
  }: { readonly elsewhere: ReadonlySet<string>; readonly inventoryNamespace: string },
): ReadonlyMap<string, KnownSet> {
  const sets = new Map<string, KnownSet>();
  for (const stored of inventories) {
    // What one that is not in the run owns is its own; what it has released is not in its inventory any more.
    const wants = new Set(elsewhere.has(stored.name) ? stored.entries.map(identityKey) : []);
    sets.set(applysetId({ name: stored.name, namespace }), { application: stored.application, wants });
  }
  for (const { application, objects, hooks } of targets) {
    const wants = new Set([...objects, ...hooks].map(({ identity }) => identityKey(identity)));
    sets.set(applysetId({ name: inventoryName(application.instance), namespace }), {
      application: application.name,
      wants,
    });
  }
  return sets;
}
