import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import type { ObservationTarget } from '../../cluster/observe/observed-application.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { isKept } from '../revision/origin-labels.js';

/** Inventories without an Argo Application in Git. */
export interface Leaving {
  /** All of them, whether they are to be pruned or not. */
  readonly orphans: readonly StoredInventory[];
  /** Those that do not go on under another name. */
  readonly withoutHeir: readonly StoredInventory[];
  /** Those to let go in this run, as applications that want nothing. */
  readonly targets: readonly ObservationTarget[];
}

/** What left Git whole, by the inventories of a cluster. */
export function leavingApplications(
  { inventories, target }: Pick<ClusterSession, 'inventories' | 'target'>,
  { pruneOrphaned, prune }: { readonly pruneOrphaned: boolean; readonly prune: PruneOptions },
): Leaving {
  const orphans = [...inventories.values()].filter(
    ({ name, repository }) => !target.inGit.has(name) && target.repositories.has(repository),
  );
  const heirs = heirsOf(target.applications);
  const going = orphans.filter(
    ({ application, labels }) => (pruneOrphaned && !isKept(labels)) || heirs.has(application),
  );
  return {
    orphans,
    withoutHeir: orphans.filter(({ application }) => !heirs.has(application)),
    targets: going.map((inventory) => orphanTarget(inventory, heirs.get(inventory.application), prune)),
  };
}

/** Of ours: those that say which name they had before, by that name. */
function heirsOf(applications: readonly DesiredApplication[]): ReadonlyMap<string, DesiredApplication> {
  return new Map(
    applications.flatMap((application) => {
      const { argocd, movedFrom } = application;
      return argocd === undefined && movedFrom ? [[movedFrom, application] as const] : [];
    }),
  );
}

/**
 * An inventory that left Git whole, as an application that wants nothing. One that goes on under another name
 * lets go after its heir has taken over.
 */
function orphanTarget(
  inventory: StoredInventory,
  heir: DesiredApplication | undefined,
  { prune }: PruneOptions,
): ObservationTarget {
  const application: DesiredApplication = {
    name: inventory.application,
    instance: inventory.application,
    repository: inventory.repository,
    labels: inventory.labels,
    syncOptions: [],
    prune: heir ? (prune ?? heir.prune) : true,
    wave: heir ? Number.MAX_SAFE_INTEGER : 0,
    file: '',
    content: '',
    objects: [],
  };
  return { application, objects: [], hooks: [], inventory };
}
