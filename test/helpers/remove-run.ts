import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { listLocalClusters } from '../../src/local-cluster/list-local-clusters.js';
import { stopLocalCluster } from '../../src/local-cluster/stop-local-cluster.js';

/** Stops all clusters of one run of the tests and removes its folder (cluster-setup.mjs). */
export async function removeRun(folder: string): Promise<void> {
  const stateDirectory = join(folder, 'clusters');
  for (const { name } of await listLocalClusters({ stateDirectory })) await stopLocalCluster({ stateDirectory, name });
  rmSync(folder, { recursive: true, force: true });
}
