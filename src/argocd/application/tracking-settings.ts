import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import { INSTANCE_LABEL } from './tracking.js';

/** How Argo CD marks its objects in addition to, or instead of, the tracking annotation. */
export interface TrackingSettings {
  /** The label with the name of the Argo Application. */
  readonly label?: { readonly key: string; readonly value: string };
  /** Distinguishes several Argo CDs that deliver to one cluster. */
  readonly installationId?: string;
}

export const INSTALLATION_ANNOTATION = 'argocd.argoproj.io/installation-id';

/** The largest length of a label's value. */
const LONGEST = 63;

/**
 * The tracking settings of `argocd-cm`: the label, when `application.resourceTrackingMethod` is `label` or
 * `annotation+label`, and `installationID`. With `annotation+label` Argo CD shortens the label, which is then
 * only for information. Undefined for Argo CD's default. Pure.
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
