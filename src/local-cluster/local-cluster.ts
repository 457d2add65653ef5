/** A control plane on this machine and the ways in. Plain data. */
export interface LocalCluster {
  readonly name: string;
  /** URL of the API server. */
  readonly server: string;
  /** Path of the admin's kubeconfig (`system:masters`). */
  readonly kubeconfig: string;
  /** Path of the kubeconfig of `deployer`, an ordinary user bound to cluster-admin. */
  readonly userKubeconfig: string;
  /** Name of the context in both: `gitops-<name>`. */
  readonly context: string;
  /** Folder with keys, logs and data. */
  readonly directory: string;
  /** The kubectl that came with the control plane. */
  readonly kubectl: string;
  /** Version of Kubernetes, such as `v1.36.2`. */
  readonly version: string;
}
