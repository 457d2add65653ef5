import type { KubeObject } from '../../manifest/kube-object.js';
import { isArgo } from './find-resources.js';

/** What Argo CD delivers by itself once it is there: an Argo Application or an ApplicationSet. */
export function isOfArgoCd(object: KubeObject): boolean {
  return isArgo(object, 'Application') || isArgo(object, 'ApplicationSet');
}
