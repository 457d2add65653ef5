import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import { inventoryName } from '../../cluster/inventory/name.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import { GitopsError } from '../../errors.js';
import type { ClusterSession } from '../clusters/cluster-session.js';

/** Why nothing of an Argo Application may be changed: its inventory is broken, or another repository's. */
export function inventoryProblem(
  application: DesiredApplication,
  { inventories, broken, target }: Pick<ClusterSession, 'inventories' | 'broken' | 'target'>,
  adopt: boolean,
): GitopsError | undefined {
  // Argo CD delivers it, and no inventory says what it owns.
  if (application.argocd) return undefined;
  const name = inventoryName(application.instance);
  const inventory = inventories.get(name);
  return (
    broken.get(name)?.error ?? (inventory && !adopt ? foreignInventory(application, inventory, target) : undefined)
  );
}

/** It stops only what it is about: what the other Argo Applications own and want is known. */
export function isBrokenInventory({ code }: GitopsError): boolean {
  return code === 'CLUSTER_INVENTORY_BROKEN';
}

function foreignInventory(
  application: DesiredApplication,
  { repository }: StoredInventory,
  { ownRepositories }: ClusterSession['target'],
): GitopsError | undefined {
  if (repository === application.repository || ownRepositories.has(repository)) return undefined;
  const message = `'${application.name}' was synced from another repository: '${repository}', not '${application.repository}'`;
  const hint = 'Two repositories must not use one name in a cluster. If the repository only moved, sync with --adopt.';
  return new GitopsError('CLUSTER_INVENTORY_FOREIGN', message, { hint, source: { file: application.file } });
}
