import { describeIdentity, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/** The annotation by which Argo CD recognises its objects; the default tracking method since Argo CD 3.0. */
export const TRACKING_ANNOTATION = 'argocd.argoproj.io/tracking-id';

/**
 * The label by which Argo CD recognised its objects before 3.0, and still does with
 * `application.resourceTrackingMethod: label`. Helm charts write it too.
 */
export const INSTANCE_LABEL = 'app.kubernetes.io/instance';

/** The owner of an object, as read from its tracking annotation. */
export interface Tracking {
  /** Name of the Argo Application, or `<namespace>_<name>` when it is outside Argo CD's own namespace. */
  readonly application: string;
  /** The part after the application: `apps/Deployment:shop/web`. */
  readonly coordinates: string;
}

/**
 * The tracking id as Argo CD writes it: `<application>:<group>/<Kind>:<namespace>/<name>`; a cluster-scoped
 * object names the application's destination namespace.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function trackingId(application: string, identity: ObjectIdentity, destinationNamespace: string): string {
  return `${application}:${coordinatesOf(identity, destinationNamespace)}`;
}

/** The tracking of a live object; undefined when it has no readable tracking annotation. */
export function readTracking(object: KubeObject): Tracking | undefined {
  const value = object.metadata.annotations?.[TRACKING_ANNOTATION];
  const colon = value?.indexOf(':') ?? -1;
  return value === undefined || colon < 1
    ? undefined
    : { application: value.slice(0, colon), coordinates: value.slice(colon + 1) };
}

/**
 * False when the annotation was copied from another object, as operators do: Argo CD then does not count the
 * object as tracked.
 */
export function tracksItself(tracking: Tracking, identity: ObjectIdentity): boolean {
  if (identity.namespace !== undefined) return tracking.coordinates === coordinatesOf(identity, identity.namespace);
  return (
    tracking.coordinates.startsWith(`${identity.group}/${identity.kind}:`) &&
    tracking.coordinates.endsWith(`/${identity.name}`)
  );
}

/** Argo CD sets no tracking metadata on CustomResourceDefinitions, and therefore never prunes them. */
export function isTrackedKind(identity: Pick<ObjectIdentity, 'group' | 'kind'>): boolean {
  return !(identity.group === 'apiextensions.k8s.io' && identity.kind === 'CustomResourceDefinition');
}

/** The tracking in words, for errors. */
export function describeTracking(tracking: Tracking, identity: ObjectIdentity): string {
  return `${describeIdentity(identity)} is tracked by the Argo Application '${tracking.application}'`;
}

function coordinatesOf(identity: ObjectIdentity, namespace: string): string {
  return `${identity.group}/${identity.kind}:${identity.namespace ?? namespace}/${identity.name}`;
}
