import type { GroupKind } from '../../argocd/project/app-project.js';

/**
 * What the AppProject has to permit because of the objects of a source. Synth does not render a source, so
 * that it cannot derive this; `gitops check` says what is missing.
 */
export interface SourceNeeds {
  /**
   * The cluster-scoped kinds among the objects, such as
   * `{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }`. @default none
   */
  readonly clusterScopedKinds?: readonly GroupKind[];
  /**
   * The namespaces of objects that have another one than the overlay, such as `kube-system`. @default none
   */
  readonly otherNamespaces?: readonly string[];
}
