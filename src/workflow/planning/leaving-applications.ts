import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import type { ObservationTarget } from '../../cluster/observe/observed-application.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { isKept } from '../revision/origin-labels.js';

/** Inventories without an Argo Application in Git. */
export interface Leaving {
  /** All of these inventories, also those that this run does not prune. */
  readonly orphans: readonly StoredInventory[];
  /** Those without an Argo Application that continues them under another name. */
  readonly withoutHeir: readonly StoredInventory[];
  /** Those that this run prunes or hands to the new name, as applications without objects. */
  readonly targets: readonly ObservationTarget[];
}

/** The inventories of a cluster whose Argo Application left Git. */
export function leavingApplications(
  { inventories, target }: Pick<ClusterSession, 'inventories' | 'target'>,
  { pruneOrphaned, prune }: { readonly pruneOrphaned: boolean; readonly prune: PruneOptions },
): Leaving {
  const orphans = [...inventories.values()].filter(
    ({ name, repository }) => !target.inGit.has(name) && target.ownRepositories.has(repository),
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

/** The Argo Applications that sync delivers and that were renamed, by their earlier name. */
function heirsOf(applications: readonly DesiredApplication[]): ReadonlyMap<string, DesiredApplication> {
  return new Map(
    applications.flatMap((application) => {
      const { argocd, movedFrom } = application;
      return argocd === undefined && movedFrom ? [[movedFrom, application] as const] : [];
    }),
  );
}

/**
 * An inventory without an Argo Application in Git, as an application without objects. Its own sync options
 * left Git with it; the annotations of its objects are still live, and apply. After a rename, the sync
 * options of the new name apply, and its sync comes first.
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
    syncOptions: heir?.syncOptions ?? [],
    prune: heir ? (prune ?? heir.prune) : true,
    wave: heir ? Number.MAX_SAFE_INTEGER : 0,
    file: '',
    content: '',
    objects: [],
  };
  return { application, objects: [], hooks: [], inventory };
}
