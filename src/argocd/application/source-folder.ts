import { posix } from 'node:path';

/**
 * The folder that `path` of a source names, from the root of its repository: without `/` or `./` in front and
 * `/` behind, and `''` for the root. One that leads out of the repository still begins with `..`. Pure.
 */
export function sourceFolder(path = ''): string {
  const folder = posix.join(path.replace(/^\/+/, ''), '.').replace(/\/$/, '');
  return folder === '.' ? '' : folder;
}
