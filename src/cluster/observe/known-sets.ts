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

export interface KnownSetsOptions {
  /** Inventory names of Argo Applications that are in Git but not in this run. */
  readonly elsewhere: ReadonlySet<string>;
  /** Names of the repository whose Git this run reads. */
  readonly repositories: ReadonlySet<string>;
  readonly inventoryNamespace: string;
}

/**
 * Every set of the cluster, by its id, with what it wants: by Git where this run reads it, by its inventory
 * where it does not. What left Git whole wants nothing. Pure.
 */
export function knownSets(
  targets: readonly Wanting[],
  inventories: Iterable<StoredInventory>,
  { elsewhere, repositories, inventoryNamespace: namespace }: KnownSetsOptions,
): ReadonlyMap<string, KnownSet> {
  const sets = new Map<string, KnownSet>();
  for (const { name, application, repository, entries } of inventories) {
    const foreign = !elsewhere.has(name) && !repositories.has(repository);
    // What such an inventory has released is not in it any more.
    const isRead = foreign || elsewhere.has(name);
    sets.set(applysetId({ name, namespace }), {
      application,
      wants: new Set(isRead ? entries.map(identityKey) : []),
      from: isRead ? 'inventory' : 'git',
      foreign,
    });
  }
  for (const { application, objects, hooks } of targets) {
    const wants = new Set([...objects, ...hooks].map(({ identity }) => identityKey(identity)));
    sets.set(applysetId({ name: inventoryName(application.instance), namespace }), {
      application: application.name,
      wants,
      from: 'git',
      foreign: false,
    });
  }
  return sets;
}
