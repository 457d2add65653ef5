import { isPlain } from './is-plain.js';

/**
 * What is inside over what is around it: maps are merged by key, however deep; anything else, such as lists
 * and instances of classes, is replaced. `undefined` is not given. Pure.
 */
export function mergeFields<T extends object>(outer: T | undefined, inner: T): T {
  const result: Record<string, unknown> = { ...outer };
  for (const [key, value] of Object.entries(inner)) {
    if (value === undefined) continue;
    const around = result[key];
    result[key] = isPlain(value) ? mergeFields(isPlain(around) ? around : undefined, value) : value;
  }
  return result as T; // the same keys with values of the same types
}
