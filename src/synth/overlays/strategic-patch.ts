import { deepEqual } from '../../manifest/equality.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { toJson } from '../../manifest/to-json.js';
import { anyText } from '../../manifest/untyped.js';
import { isMergeList, type MergeList, type MergeShape, mergeShapeOf } from './merge-lists.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * The strategic-merge patch that makes kustomize turn `base` into `target`; undefined where no patch does so
 * exactly.
 *
 * Each rule is a measured behaviour of kustomize: it cannot change a quoted string into another type, drops
 * nulls, puts the elements of a patch before those of the base (so a keyed list is named whole, in order),
 * and takes elements with equal keys for one, even in lists that the patch does not touch.
 */
export function strategicPatch(base: KubeObject, target: KubeObject): Values | undefined {
  if (base.apiVersion !== target.apiVersion || 'status' in base || 'status' in target) return undefined;
  const shape = mergeShapeOf(base);
  if (!survivesMerge(base, shape) || !survivesMerge(target, shape)) return undefined;
  const difference = differenceOfMaps(base, target, shape);
  if (difference === undefined) return undefined;
  const { metadata, ...rest } = difference;
  const { name, namespace } = base.metadata;
  return {
    apiVersion: base.apiVersion,
    kind: base.kind,
    metadata: { name, ...(namespace ? { namespace } : {}), ...(isRecord(metadata) ? metadata : {}) },
    ...rest,
  };
}

/**
 * True when a merge leaves the value as it is where the patch does not touch it, and takes it over whole
 * where the patch adds it.
 */
function survivesMerge(value: unknown, shape: MergeShape | MergeList | undefined): boolean {
  if (value === null) return false;
  if (Array.isArray(value)) {
    if (!isMergeList(shape)) return value.every((item) => survivesMerge(item, undefined));
    return hasDistinctKeys(value, shape.keys) && value.every((item) => survivesMerge(item, shape.element));
  }
  if (!isRecord(value)) return true;
  return Object.entries(value).every(
    ([key, field]) => field === undefined || (isPlainKey(key) && survivesMerge(field, fieldShape(shape, key))),
  );
}

/** `$patch` and its like are instructions, and kustomize ignores an empty key. */
function isPlainKey(key: string): boolean {
  return key !== '' && !key.startsWith('$') && key !== '<<';
}

function hasDistinctKeys(items: readonly unknown[], keys: readonly string[]): boolean {
  if (keys.length === 0)
    return items.every((item) => typeof item !== 'object') && new Set(items.map(String)).size === items.length;
  const identities = items.map((item) => (isRecord(item) ? keys.map((key) => item[key]) : []));
  // Elements of which some have the second key and some have not are paired in surprising ways.
  const complete = identities.every(
    (identity) =>
      identity.length > 0 &&
      identity.every(
        (part, index) => isKeyValue(part) || (index > 0 && identities.every((other) => other[index] === undefined)),
      ),
  );
  return complete && new Set(identities.map((identity) => toJson(identity.map(String)))).size === items.length;
}

function isKeyValue(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function fieldShape(shape: MergeShape | MergeList | undefined, field: string): MergeShape | MergeList | undefined {
  return shape === undefined || isMergeList(shape) || !Object.hasOwn(shape, field) ? undefined : shape[field];
}

function differenceOfMaps(
  base: Values,
  target: Values,
  shape: MergeShape | MergeList | undefined,
): Record<string, unknown> | undefined {
  const difference: Record<string, unknown> = {};
  for (const key of Object.keys(target)) {
    if (target[key] === undefined || deepEqual(base[key], target[key])) continue;
    const change = base[key] === undefined ? target[key] : changeOf(base[key], target[key], fieldShape(shape, key));
    if (change === undefined) return undefined;
    difference[key] = change;
  }
  const removed = Object.keys(base).filter((key) => base[key] !== undefined && target[key] === undefined);
  for (const key of removed) difference[key] = null;
  return difference;
}

function changeOf(base: unknown, target: unknown, shape: MergeShape | MergeList | undefined): unknown {
  if (Array.isArray(base) && Array.isArray(target)) {
    if (!isMergeList(shape)) return target.length === 0 ? undefined : target;
    return differenceOfLists(base, target, shape);
  }
  if (isRecord(base) && isRecord(target))
    return Object.keys(target).length === 0 ? undefined : differenceOfMaps(base, target, shape);
  return typeof base === typeof target && typeof base !== 'object' ? target : undefined;
}

/** Every element of the target in order, each by its key and what differs; then the elements to delete. */
function differenceOfLists(
  base: readonly unknown[],
  target: readonly unknown[],
  { keys, element }: MergeList,
): unknown {
  const [key, second] = keys;
  if (key === undefined || second !== undefined || target.length === 0 || base.length === 0) return undefined;
  const known = new Map(base.filter(isRecord).map((item) => [anyText(item[key]), item]));
  const entries: Values[] = [];
  for (const item of target) {
    if (!isRecord(item)) return undefined;
    const before = known.get(anyText(item[key]));
    known.delete(anyText(item[key]));
    const change = before ? differenceOfMaps(before, item, element) : item;
    if (change === undefined) return undefined;
    entries.push({ [key]: item[key], ...change });
  }
  return [...entries, ...[...known.values()].map((item) => ({ [key]: item[key], $patch: 'delete' }))];
}
