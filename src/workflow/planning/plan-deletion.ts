import { applicationSyncOptions } from '../../argocd/sync/sync-options.js';
import { waveOf } from '../../argocd/sync/waves.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import { identityOfChange } from '../../cluster/plan/change.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import { digestOf } from '../../manifest/canonical.js';
import { identityOf } from '../../manifest/identity.js';
import type { ApplicationDeletion, Cascade } from '../api/delete-result.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { skipped } from '../verdicts/selection.js';
import { planCluster } from './plan-cluster.js';
import type { PlanClusterOptions, PlannedApplication, PlannedCluster } from './planned-cluster.js';
import type { DeletionSelection } from './select-deletion.js';

export interface PlanDeletionOptions {
  readonly cascade?: Cascade;
  readonly pruneProtected?: boolean;
  readonly confirmPrune?: boolean;
  readonly signal?: AbortSignal;
}

/** What is to go in one cluster, as the engine executes it and as people are asked. */
export interface PlannedDeletion {
  readonly cluster: PlannedCluster;
  readonly chosen: readonly DeletionSelection[];
  readonly preview: readonly ApplicationDeletion[];
}

/** Plans nothing for the chosen inventories: everything they own is left over. Changes nothing. */
export async function planDeletion(
  session: ClusterSession,
  chosen: readonly DeletionSelection[],
  options: PlanDeletionOptions,
): Promise<PlannedDeletion> {
  const applications = chosen.map((one) => wantingNothing(one, options.cascade));
  const inGit = new Set([...session.target.inGit, ...chosen.map(({ inventory }) => inventory.name)]);
  const cluster = await planCluster(
    { ...session, target: { ...session.target, applications, inGit } },
    deletionPlanOptions(options),
  );
  return {
    cluster,
    chosen,
    preview: cluster.planned.map((planned) => previewOf(planned, chosen, session.client.cluster, options.cascade)),
  };
}

/**
 * The limits of amount do not apply, because the user asked for the deletion. The guards of single objects
 * apply.
 */
export function deletionPlanOptions({
  signal,
  ...options
}: PlanDeletionOptions): PlanClusterOptions & { readonly conflicts: 'auto' } {
  return {
    adopt: true,
    conflicts: 'auto',
    pruneOrphaned: false,
    prune: deletionGuards(options),
    signal,
  };
}

function deletionGuards({ pruneProtected = false, confirmPrune = false }: PlanDeletionOptions): PruneOptions {
  const limits = { maxPrune: Number.POSITIVE_INFINITY, maxPrunePercent: 100 };
  return { prune: true, allowEmpty: true, pruneProtected, confirmPrune, deleting: true, ...limits };
}

/**
 * An inventory's Argo Application without objects but the hooks of its deletion. Those that came last go
 * first.
 */
function wantingNothing(
  { inventory, application, hooks, permissions }: DeletionSelection,
  cascade: Cascade | undefined,
): DesiredApplication {
  const own = application ? applicationSyncOptions(application) : [];
  const namespace = application?.spec.destination.namespace;
  return {
    name: inventory.application,
    instance: inventory.application,
    repository: inventory.repository,
    labels: inventory.labels,
    namespace,
    syncOptions: cascade === undefined ? own : [`PrunePropagationPolicy=${cascade}`, ...own],
    ...permissions,
    prune: true,
    wave: application ? -waveOf(application) : 0,
    file: '',
    content: digestOf({ objects: [] }),
    objects: cascade === 'orphan' ? [] : hooks,
  };
}

function previewOf(
  { application, observed, plan }: PlannedApplication,
  chosen: readonly DeletionSelection[],
  cluster: string,
  cascade: Cascade | undefined,
): ApplicationDeletion {
  const inGit = chosen.some(
    (one) =>
      one.inventory.application === application.instance &&
      one.application !== undefined &&
      skipped(one.application, 'write') === undefined,
  );
  const forgets = cascade === 'orphan';
  const refused = plan.changes.flatMap((change) =>
    change.action === 'refuse' ? [{ object: identityOfChange(change), reason: change.reason }] : [],
  );
  const going = plan.changes.filter(({ action }) => action === 'delete').map(identityOfChange);
  return {
    application: application.name,
    cluster,
    outcome: 'planned',
    inGit,
    objects: forgets ? [...observed.members.values()].map(identityOf) : going,
    done: 0,
    refused: forgets ? [] : refused,
    terminating: [],
    errors: [],
  };
}
