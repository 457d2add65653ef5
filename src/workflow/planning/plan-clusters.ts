import type { RehearsalPolicy } from '../../cluster/objects/conflicts.js';
import { GitopsError } from '../../errors.js';
import type { PlanOptions } from '../api/options.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { guardVanishing } from './guard-vanishing.js';
import { isBrokenInventory } from './inventory-problem.js';
import { planCluster } from './plan-cluster.js';
import { planPolicies } from './plan-policies.js';
import type { PlannedCluster, RefuseRevision } from './planned-cluster.js';
import { type Settled, settleClusters } from './settle-clusters.js';

/**
 * Plans every cluster before any cluster is changed.
 *
 * @throws GitopsError with every problem of every cluster, except broken inventories: no commit fixes them,
 * and they stop only their own Argo Application
 */
export async function planClusters(
  sessions: readonly ClusterSession[],
  options: PlanOptions & Pick<LookOptions, 'refuse'>,
): Promise<readonly PlannedCluster[]> {
  const { done: planned, unread } = await planEach(sessions, { ...options, economical: true });
  GitopsError.throwAll([
    ...unread.map(({ error }) => error),
    ...planned.flatMap(({ session, problems }) =>
      problems
        .filter(({ problem }) => !isBrokenInventory(problem))
        .flatMap(({ application, problem }) =>
          GitopsError.each(problem).map((each) => each.with({ application, cluster: session.client.cluster })),
        ),
    ),
  ]);
  return planned;
}

/** The same, with the problems as data, and those clusters apart that cannot be read. */
export async function planEach(
  sessions: readonly ClusterSession[],
  options: LookOptions,
): Promise<Settled<PlannedCluster>> {
  const {
    adopt = false,
    conflicts = 'auto',
    pruneOrphaned = false,
    hooks,
    asArgoCd,
    everything = false,
    economical = false,
    refuse,
    signal,
  } = options;
  const { done, unread } = await settleClusters(
    sessions,
    ({ client }) => client.cluster,
    (session) =>
      planCluster(session, {
        adopt,
        conflicts,
        pruneOrphaned,
        hooks,
        asArgoCd,
        everything,
        economical,
        refuse,
        ...planPolicies(options),
        managing: sessions,
        ...(signal ? { signal } : {}),
      }),
  );
  return { done: guardVanishing(done, options), unread };
}

/** What looking takes: a plan's options, and those that only make sense when nothing is applied. */
export type LookOptions = Omit<PlanOptions, 'conflicts'> & {
  readonly conflicts?: RehearsalPolicy;
  readonly everything?: boolean;
  readonly economical?: boolean;
  readonly refuse?: RefuseRevision;
};
