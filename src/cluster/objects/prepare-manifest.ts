import { isTrackedKind, TRACKING_ANNOTATION, trackingId } from '../../argocd/application/tracking.js';
import { INSTALLATION_ANNOTATION, type TrackingSettings } from '../../argocd/application/tracking-settings.js';
import { defined } from '../../manifest/defined.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { APPLYSET } from './applyset.js';
import { isSecret } from './fingerprint.js';
import { leftToControllers } from './left-to-controllers.js';

/** What the API server owns in `metadata` and refuses, or ignores, in an applied manifest. */
const SERVER_OWNED = [
  'creationTimestamp',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** What `kubectl apply` keeps for itself: in a manifest it is left over from an export, and kubectl's own. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Who owns an object, as written on it. */
export interface Ownership {
  /** Name of the Argo Application in tracking ids. */
  readonly trackedAs: string;
  /** Destination namespace of the Argo Application. */
  readonly namespace?: string;
  /** Absent for what Argo CD delivers: that is not a member of our set. */
  readonly setId?: string;
  /** Where it is not Argo CD's default. */
  readonly tracking?: TrackingSettings;
}

/**
 * A manifest as it is sent: in its namespace, with membership and tracking, without what the API server and
 * kubectl keep for themselves; `stringData` of a Secret becomes `data`.
 */
export function prepareManifest(object: KubeObject, identity: ObjectIdentity, owner: Ownership): KubeObject {
  const { namespace: _, labels, annotations, ...rest } = object.metadata;
  const metadata: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).filter(([key]) => !SERVER_OWNED.includes(key)),
  );
  if (identity.namespace !== undefined) metadata['namespace'] = identity.namespace;
  const tracking = isTrackedKind(identity) ? trackingOf(identity, owner) : { labels: {}, annotations: {} };
  const allLabels = {
    ...labels,
    ...tracking.labels,
    ...defined({ [APPLYSET.partOf]: owner.setId }),
  };
  if (Object.keys(allLabels).length > 0) metadata['labels'] = allLabels;
  const { [LAST_APPLIED]: __, ...own } = annotations ?? {};
  const allAnnotations = { ...own, ...tracking.annotations };
  if (Object.keys(allAnnotations).length > 0) metadata['annotations'] = allAnnotations;
  const manifest = leftToControllers(withoutEmptyTimestamps({ ...object, metadata }) as KubeObject);
  return isSecret(manifest) ? withEncodedData(manifest) : manifest;
}

function trackingOf(
  identity: ObjectIdentity,
  { trackedAs, namespace = '', tracking: { label, installationId } = {} }: Ownership,
) {
  return {
    labels: label ? { [label.key]: label.value } : {},
    annotations: {
      [TRACKING_ANNOTATION]: trackingId(trackedAs, identity, namespace),
      ...defined({ [INSTALLATION_ANNOTATION]: installationId }),
    },
  };
}

/**
 * `creationTimestamp: null` is what Go programs leave in templates; applied, it would be owned and differ for
 * ever.
 */
function withoutEmptyTimestamps(value: unknown): unknown {
  if (!hasEmpty(value)) return value;
  if (Array.isArray(value)) return value.map(withoutEmptyTimestamps);
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, unknown>>)
      .filter(([key, item]) => !isEmpty(key, item))
      .map(([key, item]) => [key, withoutEmptyTimestamps(item)]),
  );
}

/** Most manifests have none, and thousands need not be copied. */
function hasEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasEmpty);
  for (const key of Object.keys(value)) {
    const item = (value as Readonly<Record<string, unknown>>)[key];
    if (isEmpty(key, item) || hasEmpty(item)) return true;
  }
  return false;
}

function isEmpty(key: string, item: unknown): boolean {
  return item === undefined || (key === 'creationTimestamp' && item === null);
}

/**
 * A value that is not a text stays, and the API server refuses it as it refuses it from kubectl: an encoded
 * one would hide the mistake. A null is the same as no value.
 */
function withEncodedData(secret: KubeObject): KubeObject {
  const { stringData, data, ...rest } = secret;
  if (!isRecord(stringData) || !(isRecord(data) || data === undefined || data === null)) return secret;
  const given = Object.entries(stringData).filter(([, value]) => value !== null);
  if (given.some(([, value]) => typeof value !== 'string')) return secret;
  const encoded = given.map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } } as KubeObject;
}
