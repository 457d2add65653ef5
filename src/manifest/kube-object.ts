import { GitopsError, type GitopsErrorContext } from '../errors.js';
import { metadataFaults } from './metadata-faults.js';
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

/** What Go reads as absent when it is null: `annotations:` with nothing after it. */
const OPTIONAL = ['annotations', 'finalizers', 'generateName', 'labels', 'namespace', 'ownerReferences'] as const;
/** Maps of texts, in which a null is the empty text. */
const MAPS = ['annotations', 'labels'] as const;

/**
 * True when the value has what every Kubernetes object has: `apiVersion`, `kind` and `metadata` with a name;
 * and what this package reads of `metadata` has the types of ObjectMeta.
 */
export function isKubeObject(value: unknown): value is KubeObject {
  if (!isRecord(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string') return false;
  if (value['kind'] === '') return false;
  const metadata = value['metadata'];
  return (
    isRecord(metadata) &&
    (typeof metadata['name'] === 'string' ||
      (isAbsent(metadata['name']) && typeof metadata['generateName'] === 'string')) &&
    metadataFaults(metadata).length === 0
  );
}

/**
 * The value as a Kubernetes object, without optional fields of `metadata` that are null; a label or
 * annotation that is null is the empty text, as Go decodes it.
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
  const isNull = (field: string) => OPTIONAL.some((optional) => optional === field) && metadata[field] === null;
  const hasNull = (field: string) => Object.values(metadata[field] ?? {}).includes(null);
  if (!OPTIONAL.some(isNull) && !MAPS.some(hasNull)) return object;
  const given = Object.entries(metadata).flatMap(([field, value]) => {
    if (isNull(field)) return [];
    return [[field, MAPS.some((map) => map === field) ? withEmptyTexts(value) : value] as const];
  });
  return { ...object, metadata: Object.fromEntries(given) as ObjectMetadata };
}

function withEmptyTexts(map: unknown): unknown {
  return isRecord(map) ? Object.fromEntries(Object.entries(map).map(([key, value]) => [key, value ?? ''])) : map;
}

interface Faults {
  readonly missing: readonly string[];
  readonly wrong: readonly { readonly words: string; readonly hint: string | undefined }[];
}

function faultsOf(value: unknown): Faults {
  const fields = isRecord(value) ? value : {};
  const metadata = isRecord(fields['metadata']) ? fields['metadata'] : {};
  const named = { apiVersion: fields['apiVersion'], kind: fields['kind'], 'metadata.name': metadata['name'] };
  const texts = Object.entries(named).flatMap(([field, text]) =>
    isAbsent(text) || typeof text === 'string' ? [] : [{ field, wanted: 'a text', value: text }],
  );
  const others = metadataFaults(metadata).map((fault) => ({ ...fault, field: `metadata.${fault.field}` }));
  return {
    missing: Object.entries(named)
      .filter(([, field]) => isAbsent(field) || field === '')
      .map(([name]) => name),
    wrong: [...texts, ...others].map(({ field, wanted, value: given }) => ({
      words: `${field} is not ${wanted}${quoted(given, fields['kind'])}`,
      hint: HINTS[wanted],
    })),
  };
}

/** A value of a Secret can be in any place, and a value that is not a scalar can have anything in it. */
function quoted(value: unknown, kind: unknown): string {
  return kind === 'Secret' || typeof value === 'object' ? '' : `: '${toJson(value)}'`;
}

/** By what is wanted. */
const HINTS: Readonly<Record<string, string>> = {
  'a text': 'Put it in quotes: without them YAML takes y, no, 1 and the like for something else.',
  'a map': 'Write one key and value a line below it.',
  'a list': 'Write one item a line below it, each after a hyphen.',
};

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
