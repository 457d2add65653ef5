import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import type { RehearsalPolicy } from '../../cluster/objects/conflicts.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import type { OwnershipPolicy } from '../../cluster/objects/ownership-policy.js';
import type { ManagingCluster } from '../../cluster/observe/find-running-owners.js';
import type { ObservedApplication } from '../../cluster/observe/observed-application.js';
import type { HookMode } from '../../cluster/plan/hooks-due.js';
import type { Plan } from '../../cluster/plan/plan.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import type { GitopsError } from '../../errors.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import type { ApplicationProblem } from './early-problems.js';

/**
 * Why a revision must not be applied over what an inventory says was applied. Asked again when a cluster is
 * planned again under the lock.
 */
export type RefuseRevision = (
  application: DesiredApplication,
  inventory: StoredInventory | undefined,
  cluster: string,
) => Promise<GitopsError | undefined>;

export interface PlanClusterOptions {
  readonly adopt: boolean;
  readonly conflicts: RehearsalPolicy;
  readonly ownership?: OwnershipPolicy;
  /** All clusters of the run, whose Argo CD may deliver to this one. Default: only this one. */
  readonly managing?: readonly ManagingCluster[];
  readonly prune: PruneOptions;
  /** Plan the deletion of what left Git whole. */
  readonly pruneOrphaned: boolean;
  /** When hooks are run. Default: `auto`. */
  readonly hooks?: HookMode;
  /** Argo CD's order of pruning, and its last wave that is not waited for. Default: false. */
  readonly asArgoCd?: boolean;
  /** Rehearse unchanged objects too. Default: false. */
  readonly everything?: boolean;
  /** Rehearse one of each shape where many objects are created. Default: false. */
  readonly economical?: boolean;
  /** Default: every revision is applied. */
  readonly refuse?: RefuseRevision;
  readonly signal?: AbortSignal;
}

/** One Argo Application in one cluster: what it wants, what was seen, what to do. */
export interface PlannedApplication {
  readonly application: DesiredApplication;
  readonly observed: ObservedApplication;
  readonly plan: Plan;
  /** True for an inventory without an Argo Application in Git. */
  readonly orphaned: boolean;
}

export interface PlannedCluster {
  readonly session: ClusterSession;
  readonly planned: readonly PlannedApplication[];
  /** The Argo Applications with broken inventories. Nothing is done for them, and the others continue. */
  readonly stopped: readonly PlannedApplication[];
  /** Inventories that left Git whole, whether they are to be pruned or not. */
  readonly orphans: readonly StoredInventory[];
  /** What stops this cluster before the first write, with the Argo Application it is about. */
  readonly problems: readonly ApplicationProblem[];
}
