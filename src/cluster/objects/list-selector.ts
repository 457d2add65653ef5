import { deepEqual } from '../../manifest/equality.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseJson } from '../../manifest/parse-json.js';

/** Which item of a list an entry of `fieldsV1` names: the keys of an item, or the value itself in a set. */
export type ListSelector = { readonly keys: Readonly<Record<string, unknown>> } | { readonly value: unknown };

/** `k:{"name":"web"}` and `v:"a"`; undefined for other entries. */
export function selectorOf(field: string): ListSelector | undefined {
  if (!field.startsWith('k:') && !field.startsWith('v:')) return undefined;
  const value: unknown = parseJson(field.slice(2));
  if (field.startsWith('v:')) return { value };
  return isRecord(value) ? { keys: value } : undefined;
}

/** Whether an item is the one; a key that it lacks is one with a default, such as a port's protocol. */
export function isSelected(item: unknown, selector: ListSelector): boolean {
  if ('value' in selector) return deepEqual(item, selector.value);
  if (!isRecord(item)) return false;
  const keys = Object.entries(selector.keys);
  return (
    keys.every(([key, value]) => item[key] === undefined || deepEqual(item[key], value)) &&
    keys.some(([key]) => item[key] !== undefined)
  );
}
