import { TRACKING_ANNOTATION } from '../../argocd/application/tracking.js';
import { deepEqual } from '../../manifest/equality.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { APPLYSET } from './applyset.js';
import { ownEntry } from './fingerprint.js';

const VOLATILE = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * A live or rehearsed object without what the API server and controllers keep for themselves: what people
 * mean by its content.
 */
export function comparable(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  const metadata: Record<string, unknown> = Object.fromEntries(
    Object.entries(object.metadata).filter(([key]) => !VOLATILE.includes(key)),
  );
  const labels = withoutKeys(object.metadata.labels, [APPLYSET.partOf]);
  const annotations = withoutKeys(object.metadata.annotations, [TRACKING_ANNOTATION, LAST_APPLIED]);
  for (const [key, value] of [
    ['labels', labels],
    ['annotations', annotations],
  ] as const) {
    if (value) metadata[key] = value;
    else delete metadata[key];
  }
  return { ...rest, metadata } as KubeObject;
}

/** True when two states mean the same to people, whatever their field owners. */
export function hasSameContent(left: KubeObject, right: KubeObject): boolean {
  return deepEqual(comparable(left), comparable(right));
}

/** True when applying would change neither the content nor what we own of it. */
export function isSettled(live: KubeObject, merged: KubeObject): boolean {
  return (
    deepEqual(comparable(live), comparable(merged)) &&
    deepEqual(memberLabels(live), memberLabels(merged)) &&
    deepEqual(owned(live), owned(merged))
  );
}

function owned(object: KubeObject): unknown {
  return ownEntry(object)?.fieldsV1;
}

/** What `comparable` hides and yet has to be right. */
function memberLabels(object: KubeObject): unknown {
  return [object.metadata.labels?.[APPLYSET.partOf], object.metadata.annotations?.[TRACKING_ANNOTATION]];
}

function withoutKeys(
  record: Readonly<Record<string, string>> | undefined,
  keys: readonly string[],
): Record<string, string> | undefined {
  if (!isRecord(record)) return undefined;
  const left = Object.entries(record).filter(([key]) => !keys.includes(key));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
