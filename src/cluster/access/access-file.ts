/** How one Cluster is reached; one of `kubeconfig`/`context`, `inCluster` and `eks`. */
export interface AccessEntry {
  /** Path of a kubeconfig, relative to the access file. Default: the operator's. */
  readonly kubeconfig?: string;
  /** Default: the kubeconfig's current context where `kubeconfig` is given, otherwise the Cluster's own. */
  readonly context?: string;
  /** The service account of the pod that runs this. */
  readonly inCluster?: boolean;
  /** UID of the cluster's `kube-system` namespace: anything else is another cluster. */
  readonly uid?: string;
  /** Other Clusters of the repository that are knowingly the same cluster. */
  readonly sharedWith?: readonly string[];
}

/** A parsed access file. */
export interface AccessFile {
  /** By name of the Cluster. */
  readonly clusters: Readonly<Record<string, AccessEntry>>;
}
