import { deepEqual } from '../../manifest/equality.js';
import { isRecord } from '../../manifest/kube-object.js';
import { isSelected, selectorOf } from './list-selector.js';
import type { FieldSet } from './managed-fields-set.js';

/**
 * A value without the fields of a set that another value does not hold alike; the same value when there is
 * none. Keys of list items stay. Pure.
 */
export function withoutManaged(value: unknown, other: unknown, fields: FieldSet): unknown {
  if (Array.isArray(value)) return withoutItems(value, Array.isArray(other) ? other : [], fields);
  if (!isRecord(value)) return value;
  let left: Readonly<Record<string, unknown>> = value;
  for (const [field, child] of Object.entries(fields)) {
    const name = field.slice(2);
    if (!field.startsWith('f:') || !Object.hasOwn(value, name) || !isRecord(child)) continue;
    const counterpart = isRecord(other) ? other[name] : undefined;
    if (deepEqual(value[name], counterpart)) continue;
    const parts = Object.keys(child).filter((part) => part !== '.');
    const inner = parts.length === 0 ? undefined : withoutManaged(value[name], counterpart, child);
    if (inner === value[name]) continue;
    const { [name]: _, ...others } = left;
    left = inner === undefined ? others : { ...left, [name]: inner };
  }
  return left;
}

function withoutItems(value: readonly unknown[], other: readonly unknown[], fields: FieldSet): unknown {
  let left = value;
  for (const [field, child] of Object.entries(fields)) {
    const selector = selectorOf(field);
    if (!selector || !isRecord(child)) continue;
    const position = left.findIndex((item) => isSelected(item, selector));
    if (position < 0) continue;
    const counterpart = other.find((item) => isSelected(item, selector));
    if ('value' in selector) {
      if (counterpart === undefined) left = left.toSpliced(position, 1);
      continue;
    }
    const keys = Object.keys(selector.keys).map((key) => `f:${key}`);
    const inner = withoutManaged(
      left[position],
      counterpart,
      Object.fromEntries(Object.entries(child).filter(([name]) => !keys.includes(name))),
    );
    if (inner !== left[position]) left = left.with(position, inner);
  }
  return left;
}
