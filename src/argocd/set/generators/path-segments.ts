import type { Parameters } from './parameters.js';

/** The parts of a path as `path[0]`, `path[1]`, …, which templates without Go templates use. */
export function indexedSegments(name: string, path: string): Parameters {
  return Object.fromEntries(
    path.split('/').flatMap((segment, index) => (segment === '' ? [] : [[`${name}[${index}]`, segment]])),
  );
}
