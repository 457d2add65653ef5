import { isRecord } from '../../manifest/kube-object.js';
import { isSelected, selectorOf } from './list-selector.js';
import type { FieldSet } from './managed-fields-set.js';

/**
 * What of a value is in a set of fields; what it holds as a whole with all parts. Items of lists are found by
 * their keys. Pure.
 */
export function ownedPart(live: unknown, fields: FieldSet): unknown {
  if (isWhole(fields)) return live;
  if (Array.isArray(live)) {
    const owned = Object.entries(fields).flatMap(([field, child]) => {
      const selector = selectorOf(field);
      const item = selector && live.find((one) => isSelected(one, selector));
      return item === undefined || !isRecord(child) ? [] : [ownedPart(item, child)];
    });
    return owned;
  }
  if (!isRecord(live)) return live;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, child]) => {
      const name = field.slice(2);
      return field.startsWith('f:') && Object.hasOwn(live, name) && isRecord(child)
        ? [[name, ownedPart(live[name], child)]]
        : [];
    }),
  );
}

/** Owned as a whole, not by parts. */
function isWhole(fields: FieldSet): boolean {
  return Object.keys(fields).every((field) => field === '.');
}
