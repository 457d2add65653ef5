import { deepEqual } from '../../manifest/equality.js';
import { isRecord } from '../../manifest/kube-object.js';
import { isSelected, selectorOf } from './list-selector.js';
import type { FieldSet } from './managed-fields-set.js';
import { ownedPart } from './owned-part.js';

/**
 * A value with the live value of every field that somebody owns and that was taken out of a copy of it. Items
 * of lists are found by their keys. Pure.
 *
 * @param bare `live` without what was taken out
 * @param fields what is owned
 */
export function restoreOwned(value: unknown, live: unknown, bare: unknown, fields: FieldSet): unknown {
  if (Array.isArray(live))
    return restoreItems(Array.isArray(value) ? value : [], live, Array.isArray(bare) ? bare : [], fields);
  if (!isRecord(live)) return value;
  const restored: Record<string, unknown> = isRecord(value) ? { ...value } : {};
  for (const [field, child] of Object.entries(fields)) {
    const name = field.slice(2);
    if (!field.startsWith('f:') || !Object.hasOwn(live, name) || !isRecord(child)) continue;
    const isLeft = isRecord(bare) && Object.hasOwn(bare, name);
    if (isLeft && deepEqual(live[name], bare[name])) continue;
    if (!isLeft || isWhole(child)) restored[name] = ownedPart(live[name], child);
    else if (restored[name] !== undefined) restored[name] = restoreOwned(restored[name], live[name], bare[name], child);
  }
  return restored;
}

function restoreItems(
  value: readonly unknown[],
  live: readonly unknown[],
  bare: readonly unknown[],
  fields: FieldSet,
): unknown {
  const items = [...value];
  for (const [field, child] of Object.entries(fields)) {
    const selector = selectorOf(field);
    const item = selector && live.find((one) => isSelected(one, selector));
    if (!selector || item === undefined || !isRecord(child)) continue;
    const left = bare.find((one) => isSelected(one, selector));
    if (deepEqual(left, item)) continue;
    const position = items.findIndex((one) => isSelected(one, selector));
    if (left === undefined)
      items.splice(position < 0 ? items.length : position, position < 0 ? 0 : 1, ownedPart(item, child));
    else if (position >= 0) items[position] = restoreOwned(items[position], item, left, child);
  }
  return items;
}

/** Owned as a whole, not by parts. */
function isWhole(fields: FieldSet): boolean {
  return Object.keys(fields).every((field) => field === '.');
}
