import type { SourceTree } from './source-context.js';

/** A tree with all files below a folder; `''` is the root. */
export async function readBelow(tree: SourceTree, folder: string): Promise<SourceTree> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const unread = tree.unread?.paths.filter((path) => path.startsWith(prefix)) ?? [];
  return unread.length === 0 || tree.unread === undefined ? tree : tree.unread.read(unread);
}
