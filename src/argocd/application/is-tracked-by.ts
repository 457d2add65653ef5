import { identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { isWrittenByArgoCd } from './running-owner.js';
import { INSTANCE_LABEL, readTracking, tracksItself } from './tracking.js';
import type { TrackingSettings } from './tracking-settings.js';

/**
 * Whether Argo CD counts a live object as one of an Argo Application: by its tracking annotation, or, where
 * it has none, by the label that `argocd-cm` names or that older versions wrote. Pure.
 *
 * @param instance name of the Argo Application in tracking ids
 */
export function isTrackedBy(live: KubeObject, instance: string, { label }: TrackingSettings = {}): boolean {
  const tracking = readTracking(live);
  if (tracking) return tracking.application === instance && tracksItself(tracking, identityOf(live));
  const labels = live.metadata.labels ?? {};
  return label ? labels[label.key] === label.value : labels[INSTANCE_LABEL] === instance && isWrittenByArgoCd(live);
}
