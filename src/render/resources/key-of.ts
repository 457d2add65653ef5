import type { ArgoApplication } from '../../argocd/application/application.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/** The key of a resource of Argo CD: kind, namespace and name. */
export function keyOf({ kind, metadata }: KubeObject | ArgoApplication): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
