import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import { INSTANCE_LABEL } from './tracking.js';

/** How Argo CD marks what it owns beside, or instead of, the tracking annotation. */
export interface TrackingSettings {
  /** The label that names the Argo Application. */
  readonly label?: { readonly key: string; readonly value: string };
  /** Tells several Argo CDs apart that deliver to one cluster. */
  readonly installationId?: string;
}

export const INSTALLATION_ANNOTATION = 'argocd.argoproj.io/installation-id';

/** A label's value has no more characters. */
const LONGEST = 63;

/**
 * What `argocd-cm` says of tracking: the label with `application.resourceTrackingMethod` `label` or
 * `annotation+label` (cut, as Argo CD cuts it, where it is only for information), and `installationID`.
 * Undefined for Argo CD's default. Pure.
 *
 * @param instance name of the Argo Application in tracking ids
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function trackingSettings(instance: string, settings: KubeObject | undefined): TrackingSettings | undefined {
  const data = isRecord(settings?.['data']) ? settings['data'] : {};
  const method = data['application.resourceTrackingMethod'];
  const key = anyText(data['application.instanceLabelKey'] || INSTANCE_LABEL);
  const id = data['installationID'];
  const label =
    method === 'label' || method === 'annotation+label'
      ? { key, value: method === 'label' ? instance : cut(instance) }
      : undefined;
  if (!label && !id) return undefined;
  return { ...(label ? { label } : {}), ...(id ? { installationId: anyText(id) } : {}) };
}

function cut(instance: string): string {
  return instance.slice(0, LONGEST).replace(/[^a-zA-Z0-9]+$/, '');
}
