import { join } from 'node:path';
import { clusterDirectory } from './cluster-directory.js';
import { describeCluster } from './describe-cluster.js';
import { type ClusterInspection, inspectCluster } from './inspect-cluster.js';
import type { LocalCluster } from './local-cluster.js';
import { type LocalPaths, localPaths } from './paths.js';

/** One line of the list: a cluster and how it is. */
export interface LocalClusterStatus extends ClusterInspection {
  readonly name: string;
  /** The ways in; absent when it never started. */
  readonly cluster?: LocalCluster;
}

/** All local clusters of this user, by name. */
export async function listLocalClusters(
  options: Partial<Pick<LocalPaths, 'stateDirectory'>> = {},
): Promise<readonly LocalClusterStatus[]> {
  const stateDirectory = options.stateDirectory ?? localPaths().stateDirectory;
  const names = clusterDirectory.names(stateDirectory);
  return Promise.all(
    names.map(async (name) => {
      const directory = join(stateDirectory, name);
      const cluster = clusterDirectory.read(directory) && describeCluster(directory);
      return { name, cluster, ...(await inspectCluster(directory)) };
    }),
  );
}
