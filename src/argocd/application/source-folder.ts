import { posix } from 'node:path';

/**
 * The folder of a source's `path`, from the root of its repository: without a leading `/` or `./` and a
 * trailing `/`, and `''` for the root. A path that leads out of the repository still begins with `..`. Pure.
 */
export function sourceFolder(path = ''): string {
  const folder = posix.join(path.replace(/^\/+/, ''), '.').replace(/\/$/, '');
  return folder === '.' ? '' : folder;
}
