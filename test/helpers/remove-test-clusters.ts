import { rmSync } from 'node:fs';
import { listLocalClusters } from '../../src/local-cluster/list-local-clusters.js';
import { stopLocalCluster } from '../../src/local-cluster/stop-local-cluster.js';

/** Stops all clusters of one run and removes their folder. */
export async function removeTestClusters(stateDirectory: string): Promise<void> {
  for (const { name } of await listLocalClusters({ stateDirectory })) await stopLocalCluster({ stateDirectory, name });
  rmSync(stateDirectory, { recursive: true, force: true });
}
