/**
 * For your tests.
 *
 * `synth` builds a Repository in memory, so that an Application can be tested without the command.
 *
 * `startLocalCluster` brings up a real Kubernetes control plane on this machine: etcd, kube-apiserver,
 * kube-controller-manager, kube-scheduler, and kwok in the role of the kubelets. Plain processes: no
 * containers, no root. See `docs/local-cluster.md`.
 *
 * @example
 * ```ts
 * import { createLocalUser, localPaths, startLocalCluster, stopLocalCluster } from 'cdk8s-gitops/testing';
 *
 * const paths = localPaths(process.env); // honours XDG_CACHE_HOME, XDG_STATE_HOME and KUBEBUILDER_ASSETS
 * const cluster = await startLocalCluster({ ...paths, name: 'my-tests', nodes: 3 });
 * try {
 *   console.log(cluster.server, cluster.kubeconfig, cluster.context);
 *   const reader = createLocalUser({ ...paths, name: cluster.name, user: 'reader', groups: ['readers'] });
 *   console.log(reader); // a kubeconfig of somebody who may do nothing yet
 * } finally {
 *   await stopLocalCluster({ ...paths, name: cluster.name });
 * }
 * ```
 *
 * @packageDocumentation
 */
export type { FileSet } from './files/file-set.js';
export { type CreateLocalUserOptions, createLocalUser } from './local-cluster/create-local-user.js';
export type { LocalClusterEvent, LocalClusterListener } from './local-cluster/events.js';
export type { ClusterInspection, ClusterState, ProcessStatus } from './local-cluster/inspect-cluster.js';
export { type LocalClusterStatus, listLocalClusters } from './local-cluster/list-local-clusters.js';
export type { LocalCluster } from './local-cluster/local-cluster.js';
export { type LocalPaths, localPaths } from './local-cluster/paths.js';
export {
  type StartedLocalCluster,
  type StartLocalClusterOptions,
  type StartOutcome,
  startLocalCluster,
} from './local-cluster/start-local-cluster.js';
export { type StopLocalClusterOptions, stopLocalCluster } from './local-cluster/stop-local-cluster.js';
export { type SynthesizedRepository, synth } from './synth/synth.js';
