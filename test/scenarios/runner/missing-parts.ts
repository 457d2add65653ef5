import { deepEqual } from '../../../src/manifest/equality.js';
import { isRecord } from '../../../src/manifest/kube-object.js';

/**
 * Where a value lacks what is expected of it, as `path: is …, expected …`. `null` stands for a field that is
 * absent; lists are compared whole.
 */
export function missingParts(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (isRecord(expected) && isRecord(actual)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      missingParts(value, actual[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (expected === null ? actual === undefined : deepEqual(expected, actual)) return [];
  return [`${path}: is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`];
}
