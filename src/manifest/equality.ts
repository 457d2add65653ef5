import { isRecord } from './kube-object.js';

/**
 * Deep equality of plain data. A key that is absent equals one that is `undefined`; `null` is a value; the
 * order of lists counts, that of keys does not. Numbers are equal when they are written with the same digits.
 */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right || Object.is(left, right)) return true;
  if (typeof left === 'bigint' || typeof right === 'bigint')
    return isNumber(left) && isNumber(right) && `${left}` === `${right}`;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => deepEqual(item, right[index]))
    );
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  for (const key of Object.keys(left)) if (!deepEqual(left[key], right[key])) return false;
  for (const key of Object.keys(right)) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
