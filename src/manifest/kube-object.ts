import { GitopsError, type GitopsErrorContext } from '../errors.js';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** `metadata` of a Kubernetes object, as far as this package reads it. */
export interface ObjectMetadata {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
    readonly controller?: boolean;
  }[];
  readonly managedFields?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** A Kubernetes object as plain data, exactly as written or as the API server sent it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** True for a plain object (not an array, not null). */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * True when the value has what every Kubernetes object has: `apiVersion`, `kind` and `metadata` with a name.
 */
export function isKubeObject(value: unknown): value is KubeObject {
  if (!isRecord(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string') return false;
  const metadata = value['metadata'];
  return isRecord(metadata) && (typeof metadata['name'] === 'string' || typeof metadata['generateName'] === 'string');
}

/**
 * The value as a Kubernetes object.
 *
 * @param where what to call it in the error, such as a file name
 * @param place where it stands. Default: the file that `where` names
 * @throws GitopsError MANIFEST_INVALID_OBJECT when a required field is missing
 */
export function toKubeObject(
  value: unknown,
  where: string,
  place: Pick<GitopsErrorContext, 'source'> = { source: { file: where } },
): KubeObject {
  if (isKubeObject(value)) return value;
  const { missing, wrong } = faultsOf(value);
  const faults = [...(missing.length > 0 ? [`${missing.join(', ')} missing`] : []), ...wrong];
  throw new GitopsError('MANIFEST_INVALID_OBJECT', `${where} is not a Kubernetes object: ${faults.join(', ')}`, {
    hint:
      missing.length > 0
        ? 'Give every object apiVersion, kind and metadata.name.'
        : 'Put it in quotes: without them YAML takes y, no, 1 and the like for something else.',
    ...place,
  });
}

function faultsOf(value: unknown): { readonly missing: readonly string[]; readonly wrong: readonly string[] } {
  const fields = isRecord(value) ? value : {};
  const metadata = isRecord(fields['metadata']) ? fields['metadata'] : {};
  const named = Object.entries({
    apiVersion: fields['apiVersion'],
    kind: fields['kind'],
    'metadata.name': metadata['name'],
  });
  const isMissing = (field: unknown) => field === undefined || field === null;
  return {
    missing: named.filter(([, field]) => isMissing(field)).map(([name]) => name),
    wrong: named
      .filter(([, field]) => !isMissing(field) && typeof field !== 'string')
      .map(([name, field]) => `${name} is no text: '${JSON.stringify(field)}'`),
  };
}
