import { deepEqual } from './equality.js';
import { isRecord } from './kube-object.js';

/** The first place where two values differ; `undefined` is an absent field. */
export interface Difference {
  /** Such as `spec.template.spec.containers[0].image`; empty for the values themselves. */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** Walks both values in the order of the left one's keys, lists by index. */
export function firstDifference(left: unknown, right: unknown, path = ''): Difference | undefined {
  if (deepEqual(left, right)) return undefined;
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
      const difference = firstDifference(left[index], right[index], `${path}[${index}]`);
      if (difference) return difference;
    }
  }
  if (isRecord(left) && isRecord(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const difference = firstDifference(left[key], right[key], fieldPath(path, key));
      if (difference) return difference;
    }
  }
  return { path, left, right };
}

function fieldPath(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
