import { GitopsError, type GitopsErrorContext } from '../errors.js';
import { toJson } from './to-json.js';

/** What JSON can hold. Whole numbers beyond ±(2^53 - 1) are a `bigint`. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

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
 * Maps of `metadata` that this package reads: with anything else there, no reader would know what it reads.
 */
const MAPS = ['labels', 'annotations'] as const;
/** What Go reads as absent when it is null: `annotations:` with nothing after it. */
const OPTIONAL = [...MAPS, 'namespace', 'finalizers', 'ownerReferences'] as const;

/**
 * True when the value has what every Kubernetes object has: `apiVersion`, `kind` and `metadata` with a name;
 * and its labels and annotations, if any, are maps.
 */
export function isKubeObject(value: unknown): value is KubeObject {
  if (!isRecord(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string') return false;
  if (value['kind'] === '') return false;
  const metadata = value['metadata'];
  return (
    isRecord(metadata) &&
    (typeof metadata['name'] === 'string' || typeof metadata['generateName'] === 'string') &&
    MAPS.every((field) => isAbsent(metadata[field]) || isRecord(metadata[field]))
  );
}

/**
 * The value as a Kubernetes object, without optional fields of `metadata` that are null.
 *
 * @param where what to call it in the error, such as a file name
 * @param place its place. Default: the file that `where` names
 * @throws GitopsError MANIFEST_INVALID_OBJECT when a required field is missing, or one has the wrong type
 */
export function toKubeObject(
  value: unknown,
  where: string,
  place: Pick<GitopsErrorContext, 'source'> = { source: { file: where } },
): KubeObject {
  if (isKubeObject(value)) return withoutNulls(value);
  const { missing, wrong } = faultsOf(value);
  const faults = [...(missing.length > 0 ? [`${missing.join(', ')} missing`] : []), ...wrong.map(({ words }) => words)];
  throw new GitopsError('MANIFEST_INVALID_OBJECT', `${where} is not a Kubernetes object: ${faults.join(', ')}`, {
    hint: missing.length > 0 ? 'Give every object apiVersion, kind and metadata.name.' : wrong[0]?.hint,
    ...place,
  });
}

function withoutNulls(object: KubeObject): KubeObject {
  const { metadata } = object;
  if (!OPTIONAL.some((field) => metadata[field] === null)) return object;
  const given = Object.entries(metadata).filter(
    ([field, value]) => value !== null || !OPTIONAL.some((optional) => optional === field),
  );
  return { ...object, metadata: Object.fromEntries(given) as ObjectMetadata };
}

interface Faults {
  readonly missing: readonly string[];
  readonly wrong: readonly { readonly words: string; readonly hint: string }[];
}

function faultsOf(value: unknown): Faults {
  const fields = isRecord(value) ? value : {};
  const metadata = isRecord(fields['metadata']) ? fields['metadata'] : {};
  const named = Object.entries({
    apiVersion: fields['apiVersion'],
    kind: fields['kind'],
    'metadata.name': metadata['name'],
  });
  return {
    missing: named.filter(([, field]) => isAbsent(field) || field === '').map(([name]) => name),
    wrong: [
      ...named
        .filter(([, field]) => !isAbsent(field) && typeof field !== 'string')
        .map(([name, field]) => ({
          words: `${name} is not a text: '${toJson(field)}'`,
          hint: 'Put it in quotes: without them YAML takes y, no, 1 and the like for something else.',
        })),
      ...MAPS.filter((field) => !isAbsent(metadata[field]) && !isRecord(metadata[field])).map((field) => ({
        words: `metadata.${field} is not a map: '${toJson(metadata[field])}'`,
        hint: 'Write one key and value a line below it.',
      })),
    ],
  };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
