import type { FoundApplicationSet } from './argo-resources.js';
import { keyOf } from './key-of.js';

/** Sorts by file, kind, namespace and name. */
export function sortSets(sets: readonly FoundApplicationSet[]): readonly FoundApplicationSet[] {
  const placeOf = ({ resource, file }: FoundApplicationSet) => `${file}\0${keyOf(resource)}`;
  return [...sets].sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
}
