import { isRecord } from '../../manifest/kube-object.js';
import { isSelected, selectorOf } from './list-selector.js';
import type { FieldSet } from './managed-fields-set.js';

/**
 * An object with the fields of a set as another object has them, as a server-side apply merges: maps field by
 * field, lists with keys item by item, everything else as a whole. Pure.
 */
export function overlayOwned(base: unknown, wanted: unknown, fields: FieldSet): unknown {
  const parts = Object.entries(fields).filter(([key]) => key !== '.');
  if (parts.length === 0) return wanted;
  if (Array.isArray(wanted)) return overlayItems(Array.isArray(base) ? base : [], wanted, parts);
  if (!isRecord(wanted)) return wanted;
  const merged: Record<string, unknown> = isRecord(base) ? { ...base } : {};
  for (const [key, child] of parts) {
    const name = key.slice(2);
    if (key.startsWith('f:') && Object.hasOwn(wanted, name))
      merged[name] = overlayOwned(merged[name], wanted[name], isRecord(child) ? child : {});
  }
  return merged;
}

function overlayItems(
  base: readonly unknown[],
  wanted: readonly unknown[],
  parts: readonly (readonly [string, unknown])[],
): readonly unknown[] {
  const items = [...base];
  for (const [key, child] of parts) {
    const selector = selectorOf(key);
    // A list without keys is owned as a whole.
    if (!selector) return wanted;
    const item = wanted.find((one) => isSelected(one, selector));
    if (item === undefined) continue;
    const position = items.findIndex((one) => isSelected(one, selector));
    if (position < 0) items.push(item);
    else items[position] = overlayOwned(items[position], item, isRecord(child) ? child : {});
  }
  return items;
}
