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

/** Annotations that synth writes in addition to the labels. */
export const ANNOTATION = {
  /** Who delivers this Argo Application: `sync` (default) or `argocd`. */
  delivery: 'cdk8s-gitops.io/delivery',
  /** On cluster Secrets: `eks`, `kubeconfig` or `in-cluster`. */
  clusterType: 'cdk8s-gitops.io/cluster-type',
  /** On cluster Secrets of type `kubeconfig`: the name of the kubeconfig context. */
  context: 'cdk8s-gitops.io/context',
  /** On cluster Secrets of type `eks`: the ARN of the EKS cluster. */
  arn: 'cdk8s-gitops.io/eks-arn',
  /** The earlier name of this Argo Application, whose objects and inventory this one continues. */
  movedFrom: 'cdk8s-gitops.io/moved-from',
  /**
   * The new name of this Argo Application. The old one stays for one more commit, without finalizer, so that
   * Argo CD releases its objects. Nobody syncs it.
   */
  movedTo: 'cdk8s-gitops.io/moved-to',
  /** What the AppProject permits because of the objects of a source that synth does not render, as JSON. */
  needs: 'cdk8s-gitops.io/needs',
  /** Permissions that an AppProject keeps although nothing uses them any more. */
  keptOnce: 'cdk8s-gitops.io/kept-once',
  /** Why an AppProject permits more than its Applications use, a line for each reason. */
  permissions: 'cdk8s-gitops.io/permissions',
} as const;
