import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { FieldPath } from './field-path.js';
import { isSelected, selectorOf } from './list-selector.js';
import type { FieldSet } from './managed-fields-set.js';

/** Never in the way of a manifest: what makes an object this one, and what controllers report. */
const PASSED_OVER = ['apiVersion', 'kind', 'metadata', 'status'];

/**
 * The fields that a live object has and a manifest does not set, each with everything below it: defaults of
 * the API server, and what others added. Pure.
 *
 * @param next what the manifest sets
 */
export function fieldsBeyond(live: KubeObject, next: FieldSet): readonly FieldPath[] {
  return Object.entries(live)
    .filter(([name]) => !PASSED_OVER.includes(name))
    .flatMap(([name, value]) => beyond(value, next[`f:${name}`], [`f:${name}`]));
}

function beyond(value: unknown, set: unknown, path: FieldPath, keys: readonly string[] = []): readonly FieldPath[] {
  if (!isRecord(set)) return [path];
  const parts = Object.keys(set).filter((key) => key !== '.');
  // Set as a whole.
  if (parts.length === 0) return [];
  if (Array.isArray(value)) return itemsBeyond(value, set, parts, path);
  if (!isRecord(value)) return [];
  return Object.entries(value)
    .filter(([name]) => !keys.includes(name))
    .flatMap(([name, field]) => beyond(field, set[`f:${name}`], [...path, `f:${name}`]));
}

function itemsBeyond(
  items: readonly unknown[],
  set: FieldSet,
  parts: readonly string[],
  path: FieldPath,
): readonly FieldPath[] {
  const selectors = parts.flatMap((key) => {
    const selector = selectorOf(key);
    return selector ? [{ key, selector }] : [];
  });
  // What identifies the items of this list.
  const keys = selectors.flatMap(({ selector }) => ('keys' in selector ? Object.keys(selector.keys) : []));
  return items.flatMap((item) => {
    const found = selectors.find(({ selector }) => isSelected(item, selector));
    if (found) return beyond(item, set[found.key], [...path, found.key], keys);
    if (keys.length === 0) return selectors.length === 0 ? [] : [[...path, `v:${JSON.stringify(item)}`]];
    const given = Object.fromEntries(
      [...new Set(keys)].flatMap((name) => (isRecord(item) && item[name] !== undefined ? [[name, item[name]]] : [])),
    );
    return [[...path, `k:${JSON.stringify(given)}`]];
  });
}
