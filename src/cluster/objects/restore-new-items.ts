import { isRecord } from '../../manifest/kube-object.js';
import { isSelected, selectorOf } from './list-selector.js';
import type { FieldSet } from './managed-fields-set.js';

/**
 * A part of a manifest with every item of its lists whole that a live object does not have. Items are found
 * by the keys of their list. Pure.
 *
 * @param kept the manifest without what is ignored
 * @param fields what we own of the live object: it says which lists have keys
 */
export function restoreNewItems(kept: unknown, manifest: unknown, live: unknown, fields: FieldSet): unknown {
  if (Array.isArray(kept) && Array.isArray(manifest)) return restoreItems(kept, manifest, live, fields);
  if (!isRecord(kept) || !isRecord(manifest)) return kept;
  return Object.fromEntries(
    Object.entries(kept).map(([name, value]) => {
      const child = fields[`f:${name}`];
      const there = isRecord(live) ? live[name] : undefined;
      return [name, isRecord(child) ? restoreNewItems(value, manifest[name], there, child) : value];
    }),
  );
}

function restoreItems(
  kept: readonly unknown[],
  manifest: readonly unknown[],
  live: unknown,
  fields: FieldSet,
): readonly unknown[] {
  const known = Object.entries(fields).flatMap(([key, child]) => {
    const selector = selectorOf(key);
    return selector && 'keys' in selector ? [{ selector, child: isRecord(child) ? child : {} }] : [];
  });
  // Without one of ours to learn the keys from, or with items taken out, nobody knows which item is which.
  if (known.length === 0 || kept.length !== manifest.length) return kept;
  const names = Object.keys(known[0]!.selector.keys);
  return manifest.map((item, index) => {
    const found = known.find(({ selector }) => isSelected(item, selector));
    if (found) {
      const there = Array.isArray(live) ? live.find((one) => isSelected(one, found.selector)) : undefined;
      return restoreNewItems(kept[index], item, there, found.child);
    }
    const given = names.flatMap((name) => (isRecord(item) && item[name] !== undefined ? [[name, item[name]]] : []));
    const selector = { keys: Object.fromEntries(given) as Readonly<Record<string, unknown>> };
    const lives = Array.isArray(live) && live.some((one) => isSelected(one, selector));
    return lives ? kept[index] : item;
  });
}
