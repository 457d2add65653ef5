import { identityKey } from '../../manifest/identity.js';
import type { StoredInventory } from '../inventory/inventory.js';
import type { KnownSet } from '../objects/adoption.js';
import { applysetId } from '../objects/applyset.js';

export interface RefreshSetsOptions {
  /** The repository of the Argo Application that asks. */
  readonly repository: string;
  readonly inventoryNamespace: string;
}

/** The sets of a cluster with the inventories as they are now. What Git says of a set stays. Pure. */
export function refreshSets(
  sets: ReadonlyMap<string, KnownSet>,
  inventories: Iterable<StoredInventory>,
  { repository, inventoryNamespace: namespace }: RefreshSetsOptions,
): ReadonlyMap<string, KnownSet> {
  const fresh = new Map([...sets].filter(([, { from }]) => from === 'git'));
  for (const stored of inventories) {
    const id = applysetId({ name: stored.name, namespace });
    if (fresh.has(id)) continue;
    const foreign = sets.get(id)?.foreign ?? stored.repository !== repository;
    const wants = new Set(stored.entries.map(identityKey));
    fresh.set(id, { application: stored.application, wants, from: 'inventory', foreign });
  }
  return fresh;
}
