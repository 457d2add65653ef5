import { isRecord } from '../../manifest/kube-object.js';
import { isSelected, selectorOf } from './list-selector.js';
import type { FieldSet } from './managed-fields-set.js';

/** Where a field is, as the nested keys of `fieldsV1` that lead to it: `f:spec`, `k:{"name":"web"}`. */
export type FieldPath = readonly string[];

/** A path as the API server writes it in conflicts: `.spec.containers[name="web"].image`. */
export function writePath(path: FieldPath): string {
  return path
    .map((key) => {
      const selector = selectorOf(key);
      if (selector === undefined) return key.startsWith('f:') ? `.${key.slice(2)}` : `[${key.slice(2)}]`;
      if ('value' in selector) return `[=${JSON.stringify(selector.value)}]`;
      return `[${Object.entries(selector.keys)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const selector = selectorOf(key);
  if (Array.isArray(value)) {
    const item: unknown = selector ? value.find((one) => isSelected(one, selector)) : value[Number(key.slice(2))];
    return valueAt(item, rest);
  }
  const name = key.slice(2);
  return key.startsWith('f:') && isRecord(value) && Object.hasOwn(value, name) ? valueAt(value[name], rest) : undefined;
}

/** A set of one field, which is owned as a whole. */
export function setOf(path: FieldPath): FieldSet {
  return path.reduceRight<FieldSet>((inner, key) => ({ [key]: inner }), {});
}

/** The paths of a set that have nothing below them. */
export function leavesOf(set: FieldSet, path: FieldPath = []): readonly FieldPath[] {
  const children = Object.entries(set).filter(([key]) => key !== '.');
  if (children.length === 0) return path.length === 0 ? [] : [path];
  return children.flatMap(([key, child]) => leavesOf(isRecord(child) ? child : {}, [...path, key]));
}
