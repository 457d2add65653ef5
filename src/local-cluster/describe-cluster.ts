import { GitopsError } from '../errors.js';
import { clusterDirectory } from './cluster-directory.js';
import { DEPLOYER } from './key-store.js';
import type { LocalCluster } from './local-cluster.js';

/**
 * What callers need to know about the cluster in this folder; @throws GitopsError LOCAL_CLUSTER_NOT_FOUND.
 */
export function describeCluster(directory: string): LocalCluster {
  const record = clusterDirectory.read(directory);
  if (record === undefined) {
    throw new GitopsError('LOCAL_CLUSTER_NOT_FOUND', `There is no local cluster in '${directory}'`, {
      hint: 'See `gitops local list`, or run `gitops local up`.',
    });
  }
  return {
    name: record.name,
    server: record.server,
    kubeconfig: clusterDirectory.kubeconfig(directory),
    userKubeconfig: clusterDirectory.userKubeconfig(directory, DEPLOYER.name),
    context: `gitops-${record.name}`,
    directory,
    kubectl: record.kubectl,
    version: record.version,
  };
}
