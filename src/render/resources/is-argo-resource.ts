import type { KubeObject } from '../../manifest/kube-object.js';
import { isArgo } from './find-resources.js';

/** True for Argo CD's own resources, which have no effect in a cluster without it. */
export function isArgoResource(object: KubeObject): boolean {
  const isSecret = object.kind === 'Secret' && object.metadata.labels?.['argocd.argoproj.io/secret-type'] !== undefined;
  return isSecret || ['Application', 'ApplicationSet', 'AppProject'].some((kind) => isArgo(object, kind));
}
