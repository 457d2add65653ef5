import type { KubeObject } from '../../manifest/kube-object.js';
import { readInventories } from '../inventory/store.js';
import type { KnownSet } from '../objects/adoption.js';
import { memberOf } from '../objects/applyset.js';
import { knownSets } from './known-sets.js';
import type { ObserveOptions } from './observed-application.js';

/**
 * The sets, with those that appeared after the inventories were read: an object of a set that nobody knows
 * may be of a sync that has begun since. Each sync writes its inventory before its first object, so one more
 * LIST finds it. It is only made for such an object.
 */
export async function setsOfStrangers(
  sets: ReadonlyMap<string, KnownSet>,
  strangers: Iterable<KubeObject>,
  options: Pick<ObserveOptions, 'client' | 'inventoryNamespace' | 'elsewhere' | 'repositories' | 'signal'>,
): Promise<ReadonlyMap<string, KnownSet>> {
  const isKnown = (object: KubeObject): boolean => sets.has(memberOf(object) ?? '') || memberOf(object) === undefined;
  if ([...strangers].every(isKnown)) return sets;
  const { inventories } = await readInventories(options.client, options.inventoryNamespace, options.signal);
  return new Map([...knownSets([], inventories.values(), options), ...sets]);
}
