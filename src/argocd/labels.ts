/**
 * Labels that synth writes on Argo Applications and cluster Secrets, so that `sync` can select without
 * loading TypeScript.
 */
export const LABEL = {
  /** Id of the Application construct. */
  application: 'cdk8s-gitops.io/application',
  /** Id of the Environment. */
  environment: 'cdk8s-gitops.io/environment',
  /** Id of the Cluster. */
  cluster: 'cdk8s-gitops.io/cluster',
} as const;

/** Annotations that synth writes beside the labels. */
export const ANNOTATION = {
  /** `sync` (default) or `argocd`: who delivers this Argo Application. */
  delivery: 'cdk8s-gitops.io/delivery',
  /** `eks`, `kubeconfig` or `in-cluster`, on cluster Secrets. */
  clusterType: 'cdk8s-gitops.io/cluster-type',
  /** Name of the kubeconfig context, on cluster Secrets of type `kubeconfig`. */
  context: 'cdk8s-gitops.io/context',
  /** ARN of the EKS cluster, on cluster Secrets of type `eks`. */
  arn: 'cdk8s-gitops.io/eks-arn',
  /** Name this Argo Application had before: its objects and inventory go on here. */
  movedFrom: 'cdk8s-gitops.io/moved-from',
  /**
   * Name under which this Argo Application goes on. It stands for one more commit, without finalizer, so that
   * Argo CD lets go of its objects; nobody syncs it.
   */
  movedTo: 'cdk8s-gitops.io/moved-to',
  /** What an AppProject still permits though nothing uses it any more. */
  keptOnce: 'cdk8s-gitops.io/kept-once',
  /** Why an AppProject permits more than its Applications use, a line for each reason. */
  permissions: 'cdk8s-gitops.io/permissions',
} as const;
