import { GitopsError } from '../../errors.js';
import { refreshSession } from '../clusters/cluster-session.js';
import { isBrokenInventory } from './inventory-problem.js';
import { planCluster } from './plan-cluster.js';
import type { PlanClusterOptions, PlannedApplication, PlannedCluster } from './planned-cluster.js';

/**
 * Reads a cluster again, and plans one of its Argo Applications again.
 *
 * @throws GitopsError with all problems when it, or another one in the cluster, can no longer be planned:
 * without the plan of each it is not known what may be deleted
 */
export async function replan(
  cluster: PlannedCluster,
  instance: string,
  options: PlanClusterOptions,
  signal: AbortSignal,
): Promise<{ readonly cluster: PlannedCluster; readonly planned: PlannedApplication }> {
  const again = await planCluster(await refreshSession(cluster.session, signal), { ...options, signal });
  const planned = again.planned.find((other) => other.application.instance === instance);
  const unplanned = again.problems.some(
    ({ application, problem }) =>
      // What one with a broken inventory wants is known from Git.
      !isBrokenInventory(problem) && !again.planned.some((other) => other.application.name === application),
  );
  if (!planned || unplanned) throw GitopsError.all(again.problems.map(({ problem }) => problem));
  return { cluster: again, planned };
}
