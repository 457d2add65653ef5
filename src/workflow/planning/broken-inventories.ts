import type { BrokenInventory } from '../../cluster/inventory/inventory.js';
import { type ProblemSummary, problemSummary } from '../api/results.js';
import type { ClusterSession } from '../clusters/cluster-session.js';

/** The broken inventories of clusters, as errors of a result. */
export function brokenInventories(
  sessions: readonly ClusterSession[],
  isShown: (broken: BrokenInventory, session: ClusterSession) => boolean = () => true,
): readonly ProblemSummary[] {
  return sessions.flatMap((session) =>
    [...session.broken.values()]
      .filter((one) => isShown(one, session))
      .map(({ error, application }) => ({
        ...problemSummary(error),
        application,
        cluster: session.client.cluster,
      })),
  );
}
