import { instanceName } from '../argocd/application/instance-name.js';
import { isTrackedKind, TRACKING_ANNOTATION, trackingId } from '../argocd/application/tracking.js';
import { trackingSettings } from '../argocd/application/tracking-settings.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { RenderedApplication } from '../render/render-application.js';
import type { ControlNamespaceOf } from '../render/resources/control-namespaces.js';
import { placedIdentity, type Scopes, scopesOf } from '../synth/scope.js';

/** How Argo CD marks what it delivers. */
export type TrackingMethod = 'annotation' | 'label' | 'annotation+label';

export interface AsAppliedOptions {
  /** Give namespaced objects that name none the destination's namespace. Default: false. */
  readonly namespaces?: boolean;
  /** Add Argo CD's tracking metadata. Default: none. */
  readonly tracking?: TrackingMethod;
  /** Where the Argo CD of an Argo Application runs. Default: not known. */
  readonly controlNamespaceOf?: ControlNamespaceOf;
  /** `argocd-cm`, when Git has it: the key of the label, the installation. */
  readonly settings?: KubeObject;
}

/**
 * Objects with what Argo CD adds before it applies them. Which kinds have no namespace is known for
 * Kubernetes' own, common add-ons and CRDs among the objects; others count as namespaced. Pure.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function asApplied(rendered: readonly RenderedApplication[], options: AsAppliedOptions): readonly KubeObject[] {
  if (!options.namespaces && options.tracking === undefined) return rendered.flatMap(({ objects }) => objects);
  const scopes = scopesOf(
    rendered.flatMap(({ objects }) => objects),
    [],
  );
  return rendered.flatMap((one) => one.objects.map((object) => applied(object, one, scopes, options)));
}

function applied(
  object: KubeObject,
  { application }: RenderedApplication,
  scopes: Scopes,
  options: AsAppliedOptions,
): KubeObject {
  const { namespace: destination = '' } = application.spec.destination;
  const identity = placedIdentity(object, destination, scopes);
  const namespace = options.namespaces && identity.namespace ? { namespace: identity.namespace } : {};
  const metadata = { ...object.metadata, ...namespace };
  if (options.tracking === undefined || !isTrackedKind(identity)) return { ...object, metadata };
  const instance = instanceName(application.metadata, options.controlNamespaceOf?.(application.metadata));
  const id = { [TRACKING_ANNOTATION]: trackingId(instance, identity, destination) };
  const label = options.tracking === 'annotation' ? undefined : trackingSettings(instance, withMethod(options))?.label;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(label === undefined ? {} : { labels: { ...metadata.labels, [label.key]: label.value } }),
      ...(options.tracking === 'label' ? {} : { annotations: { ...metadata.annotations, ...id } }),
    },
  };
}

function withMethod({ settings, tracking }: AsAppliedOptions): KubeObject {
  const data = { ...(settings?.['data'] as object | undefined), 'application.resourceTrackingMethod': tracking };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data };
}
