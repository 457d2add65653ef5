import { boolean, list, map, object, record, type TypeOf, text, textThat } from '../../manifest/shape.js';

const given = textThat('is empty', (value) => value !== '');

/** The operator's choices for one EKS Cluster, from the access file. */
export const EKS_SHAPE = object({
  /** Profile of the AWS configuration files. Default: the environment's. */
  profile: given,
  /** Default: the Cluster's. */
  roleArn: given,
  /** Default: the Cluster's, then the environment's. */
  region: given,
});

export type EksChoice = TypeOf<typeof EKS_SHAPE>;

/**
 * How one Cluster is reached: by `kubeconfig` and `context`, `inCluster`, `eks`, or `exec`; one of the four.
 */
export const ENTRY_SHAPE = object({
  /** Path of a kubeconfig. Default: the operator's. */
  kubeconfig: given,
  /** Default: the kubeconfig's current context where `kubeconfig` is given, otherwise the Cluster's own. */
  context: given,
  /** The service account of the pod that runs this. */
  inCluster: boolean,
  /** The AWS credential chain, with these choices. */
  eks: EKS_SHAPE,
  /** A command that prints credentials, in place of the one that its cluster Secret names. */
  exec: object({ command: given, args: list(text), env: map(text), apiVersion: given, provideClusterInfo: boolean }, [
    'command',
  ]),
  /**
   * For `exec`: URL of the API server. Needed where the cluster Secret is only in Git: credentials are never
   * sent to an address from Git.
   */
  server: textThat('is not an https address', (value) => value.startsWith('https://')),
  /** UID of the cluster's `kube-system` namespace: anything else is another cluster. */
  uid: given,
  /** Other names of the same cluster, in this repository or another one: it is knowingly theirs too. */
  sharedWith: list(given),
});

/** Where the cluster Secrets of an Argo CD are: in the cluster that it runs in, or in a file. */
export const ARGOCD_SHAPE = object({
  /** Path of a kubeconfig. Default: the operator's. */
  kubeconfig: given,
  /** Default: the kubeconfig's current context. */
  context: given,
  /** The service account of the pod that runs this. */
  inCluster: boolean,
  /** Argo CD's own. Default: `argocd`. */
  namespace: given,
  /** Path of a file of cluster Secrets, in place of all this. */
  secrets: given,
});

/** The file. It is read part by part, so that all problems are reported at once. */
export const FILE_SHAPE = object({ argocd: record, clusters: record });
