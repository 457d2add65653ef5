import { setIdOf } from '../inventory/set-id.js';
import { readInventories } from '../inventory/store.js';
import { refuseAdoption } from '../objects/adoption.js';
import { memberOf } from '../objects/applyset.js';
import type { ObservedApplication } from '../observe/observed-application.js';
import { refreshSets } from '../observe/refresh-sets.js';
import type { ExecuteOptions, JudgeFound } from './execution.js';

/**
 * The judge of one execution. Every run writes its inventory before it acts, so of two that want one object
 * at least the later one sees the other.
 */
export function judgeFound(
  { application, sets }: Pick<ObservedApplication, 'application' | 'sets'>,
  { client, inventoryNamespace, ownership: policy, signal }: ExecuteOptions,
): JudgeFound {
  const { instance, trackedAs = instance, repository } = application;
  const setId = setIdOf(application, inventoryNamespace);
  const read = async () => [...(await readInventories(client, inventoryNamespace, signal)).inventories.values()];
  let first: ReturnType<typeof read> | undefined;
  return async (desired, live, { changed = false, ...how }) => {
    if (memberOf(live) === setId) return 'ours';
    first ??= read();
    const inventories = await (changed ? read() : first);
    const fresh = refreshSets(sets, inventories, { repository, inventoryNamespace });
    return refuseAdoption(desired, live, { trackedAs, setId, sets: fresh, policy, ...how }) ?? 'free';
  };
}
