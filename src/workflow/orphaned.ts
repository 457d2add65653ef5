import type { PlannedCluster } from './plan-cluster.js';
import type { OrphanedApplication } from './results.js';

/** What left Git whole, for reports. */
export function orphanedOf({ session, orphans }: Pick<PlannedCluster, 'session' | 'orphans'>, pruned: boolean): readonly OrphanedApplication[] {
  return orphans.map(({ application, entries }) => ({ application, cluster: session.client.cluster, objects: entries.length, pruned }));
}
