import { GitopsError } from '../../errors.js';
import { refreshSession } from '../clusters/cluster-session.js';
import { isBrokenInventory } from './inventory-problem.js';
import { planCluster } from './plan-cluster.js';
import type { PlanClusterOptions, PlannedApplication, PlannedCluster } from './planned-cluster.js';

/**
 * Looks at a cluster again, and plans one of its Argo Applications anew.
 *
 * @throws GitopsError with all problems when it, or one beside it, cannot be planned any more: what one
 * without a plan wants is unknown, so nothing may be deleted beside it
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
