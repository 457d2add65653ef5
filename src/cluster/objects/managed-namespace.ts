import { createHash } from 'node:crypto';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { DesiredApplication } from './desired.js';
import { FIELD_MANAGER } from './field-manager.js';
import { managedFieldsOf } from './fingerprint.js';

/**
 * Labels and annotations of a destination namespace that an Argo Application manages, and the field manager
 * that owns just these.
 */
export interface ManagedNamespace {
  readonly manifest: KubeObject;
  readonly manager: string;
}

const LONGEST_MANAGER = 128;

/**
 * What `managedNamespaceMetadata` wants of the destination namespace; undefined when it wants nothing. Pure.
 *
 * Each Argo Application is a field manager of its own: several may manage one namespace, and what others put
 * on it stays.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#namespace-metadata
 */
export function managedNamespace({
  namespace,
  namespaceMetadata,
  instance,
}: DesiredApplication): ManagedNamespace | undefined {
  if (namespace === undefined || namespaceMetadata === undefined) return undefined;
  const name = `${FIELD_MANAGER}-namespace-${instance}`;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return {
    manifest: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: namespaceMetadata.labels ?? {},
        annotations: namespaceMetadata.annotations ?? {},
      },
    },
    manager: name.length <= LONGEST_MANAGER ? name : `${name.slice(0, LONGEST_MANAGER - digest.length - 1)}-${digest}`,
  };
}

/** True when a namespace has what is wanted, and nothing that was wanted before. Pure. */
export function isManagedAsWanted(live: KubeObject, { manifest, manager }: ManagedNamespace): boolean {
  const entry = managedFieldsOf(live).find((one) => one.manager === manager && one.operation === 'Apply');
  const metadata = entry?.fieldsV1?.['f:metadata'];
  return (['labels', 'annotations'] as const).every((part) => {
    const wanted = manifest.metadata[part] ?? {};
    const owned = isRecord(metadata) ? metadata[`f:${part}`] : undefined;
    const keys = isRecord(owned) ? Object.keys(owned).filter((key) => key !== '.') : [];
    const isOwned =
      keys.length === Object.keys(wanted).length && keys.every((key) => Object.hasOwn(wanted, key.slice(2)));
    return isOwned && Object.entries(wanted).every(([key, value]) => live.metadata[part]?.[key] === value);
  });
}
