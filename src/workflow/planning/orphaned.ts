import type { ApplicationResult, OrphanedApplication } from '../api/results.js';
import type { PlannedCluster } from './planned-cluster.js';

/**
 * What left Git whole, for reports.
 *
 * @param done what a run that was asked to delete them did; one that refused or failed to delete something
 * has not pruned it
 */
export function orphanedOf(
  { session, orphans }: Pick<PlannedCluster, 'session' | 'orphans'>,
  done: readonly ApplicationResult[] = [],
): readonly OrphanedApplication[] {
  const { cluster } = session.client;
  return orphans.map(({ application, entries }) => {
    const result = done.find((one) => one.application === application && one.cluster === cluster);
    const pruned =
      result !== undefined &&
      (result.outcome === 'synced' || result.outcome === 'unchanged') &&
      result.refused.length === 0;
    return { application, cluster, objects: entries.length, pruned };
  });
}
