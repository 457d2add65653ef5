import type { KubeObject } from '../../manifest/kube-object.js';
import { isArgo } from './find-resources.js';

/** True for an Argo Application or an ApplicationSet, which Argo CD delivers by itself once it exists. */
export function isOfArgoCd(object: KubeObject): boolean {
  return isArgo(object, 'Application') || isArgo(object, 'ApplicationSet');
}
