import type { AccessFile } from './access-file.js';
import type { ClusterRegistry } from './cluster-registry.js';

/** How clusters are reached: always the operator's word, never Git's. */
export interface AccessOptions {
  /** Read from `--access FILE`. */
  readonly accessFile?: AccessFile;
  /** Cluster Secrets of an Argo CD, which the access file names. */
  readonly registry?: ClusterRegistry;
  /** Default: the files of `KUBECONFIG`, otherwise `~/.kube/config`. */
  readonly kubeconfigPath?: string;
  /** Environment variables: proxies, AWS, `KUBECONFIG`, `HOME`, what a pod is given. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
