import { compareText } from './compare-text.js';

/** The same map with its keys in order. */
export function sortedByKey<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([left], [right]) => compareText(left, right)));
}
