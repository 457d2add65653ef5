import { firstAtLeast } from '../../files/first-at-least.js';
import type { SourceTree } from './source-context.js';

/** Whether any file is below a folder, read or not; `''` is the root. */
export function hasFolder({ files, binaries, links, unread }: SourceTree, folder: string): boolean {
  if (files.below(folder).size > 0) return true;
  const prefix = folder === '' ? '' : `${folder}/`;
  const left = unread?.paths ?? [];
  if (left[firstAtLeast(left, prefix)]?.startsWith(prefix)) return true;
  const has = (paths: Iterable<string> = []) => [...paths].some((path) => path.startsWith(prefix));
  return has(binaries?.keys()) || has(links?.keys());
}
