import type { Parameters } from './parameters.js';

/** `path[0]`, `path[1]`, …: how a template without Go templates names the parts of a path. */
export function indexedSegments(name: string, path: string): Parameters {
  return Object.fromEntries(
    path.split('/').flatMap((segment, index) => (segment === '' ? [] : [[`${name}[${index}]`, segment]])),
  );
}
