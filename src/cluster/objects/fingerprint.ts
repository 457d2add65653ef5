import { hash } from 'node:crypto';
import { canonicalJson } from '../../manifest/canonical.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { FIELD_MANAGER } from './field-manager.js';

/** One entry of `metadata.managedFields`, as far as it is read here. */
export interface ManagedFieldsEntry {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion?: string;
  readonly time?: string;
  readonly subresource?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/**
 * Short hash of a manifest as it is sent. The values of a Secret are left out, because a reader of the
 * inventory must not be able to guess them: `plan` compares them with the live object instead.
 *
 * @param ignored what of it is ignored: other rules may turn what was ignored into a difference
 */
export function manifestHash(manifest: KubeObject, ignored?: unknown): string {
  const hash = (hashed: unknown) => shortHash(ignored === undefined ? hashed : [hashed, ignored]);
  if (!isSecret(manifest)) return hash(manifest);
  const { data, stringData, ...rest } = manifest;
  return hash({ ...rest, keys: [keysOf(data), keysOf(stringData)] });
}

/**
 * Short hash of what this tool owns in a live object: our `Apply` entry of `managedFields`.
 *
 * A field that somebody else changes or removes leaves our entry, and a change under our own name renews its
 * time, so an equal hash means that applying the same manifest again would change nothing; further fields of
 * others (status, annotations of controllers) do not count. Undefined when we own nothing.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function ownershipHash(live: KubeObject): string | undefined {
  if (hashes.has(live)) return hashes.get(live);
  const entry = ownEntry(live);
  const hash = entry && shortHash([entry.apiVersion, entry.time, entry.fieldsV1]);
  hashes.set(live, hash);
  return hash;
}

/**
 * What is kept of thousands of objects until the end of a run: without `managedFields`, most of their size,
 * and with the `ownershipHash` all the same.
 *
 * @param whole false leaves nothing but kind and metadata
 */
export function lighten(live: KubeObject, whole: boolean): KubeObject {
  const { apiVersion, kind } = live;
  const { managedFields: _, ...metadata } = live.metadata;
  const light = whole ? { ...live, metadata } : { apiVersion, kind, metadata };
  hashes.set(light, ownershipHash(live));
  return light;
}

/** Asked more than once of each object in a run. */
const hashes = new WeakMap<KubeObject, string | undefined>();

/** Our own `Apply` entry. */
export function ownEntry(live: KubeObject): ManagedFieldsEntry | undefined {
  return managedFieldsOf(live).find(isOwnEntry);
}

/** What an apply of ours left. */
export function isOwnEntry({ manager, operation, subresource }: ManagedFieldsEntry): boolean {
  return manager === FIELD_MANAGER && operation === 'Apply' && !subresource;
}

export function managedFieldsOf(live: Pick<KubeObject, 'metadata'>): readonly ManagedFieldsEntry[] {
  return (live.metadata.managedFields ?? []).filter(
    (entry): entry is ManagedFieldsEntry => isRecord(entry) && typeof entry['manager'] === 'string',
  );
}

export function isSecret(object: KubeObject): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value).sort() : [];
}

/** 128 bits are enough to distinguish versions of one object, and keep inventories small. */
function shortHash(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'base64url').slice(0, 22);
}
