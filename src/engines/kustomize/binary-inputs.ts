import { posix } from 'node:path';
import type { BuildInputs } from './build-inputs.js';
import type { BuildRequest } from './kustomize.js';

/**
 * The binary files that a build can put into ConfigMaps and Secrets: those below its directories to which one
 * of its files refers. Sorted by path.
 */
export function binaryInputs(
  { files, binaries }: BuildRequest,
  { paths, directories }: BuildInputs,
): readonly (readonly [path: string, content: Uint8Array])[] {
  if (binaries === undefined || binaries.size === 0) return [];
  const isReached = (path: string) =>
    directories.some((directory) => directory === '.' || path.startsWith(`${directory}/`));
  const isNamed = (name: string) => paths.some((path) => files.get(path)?.includes(name));
  return [...binaries]
    .filter(([path]) => isReached(path) && isNamed(posix.basename(path)))
    .sort(([left], [right]) => (left < right ? -1 : 1));
}
