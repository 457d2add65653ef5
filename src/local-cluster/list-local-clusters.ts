import { join } from 'node:path';
import { clusterDirectory } from './cluster-directory.js';
import { type ClusterInspection, inspectCluster } from './inspect-cluster.js';
import { type LocalPaths, localPaths } from './paths.js';

/** One line of the list: a cluster and how it is. */
export interface LocalClusterStatus extends ClusterInspection {
  readonly name: string;
  /** URL of the API server; undefined when it never started. */
  readonly server: string | undefined;
}

/** All local clusters of this user, by name. */
export async function listLocalClusters(options: Partial<Pick<LocalPaths, 'stateDirectory'>> = {}): Promise<readonly LocalClusterStatus[]> {
  const { stateDirectory } = { ...localPaths(), ...options };
  const names = clusterDirectory.names(stateDirectory);
  return Promise.all(
    names.map(async (name) => {
      const directory = join(stateDirectory, name);
      return { name, server: clusterDirectory.read(directory)?.server, ...(await inspectCluster(directory)) };
    }),
  );
}
