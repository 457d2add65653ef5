import * as git from 'isomorphic-git';
import type { GitStore } from './git-store.js';

export type TreeChanges = ReadonlyMap<string, { readonly oid: string; readonly mode: string } | undefined>;

/**
 * The id of a tree with some files set and some (undefined) removed; only touched folders are written, and
 * folders that become empty disappear.
 */
export async function updateTree(store: GitStore, tree: string | undefined, changes: TreeChanges): Promise<string> {
  return (await update(store, tree, changes)) ?? git.writeTree({ ...store, tree: [] });
}

async function update(store: GitStore, tree: string | undefined, changes: TreeChanges): Promise<string | undefined> {
  const entries = new Map(
    (tree === undefined ? [] : (await git.readTree({ ...store, oid: tree })).tree).map(
      (entry) => [entry.path, entry] as const,
    ),
  );
  const below = new Map<string, Map<string, { readonly oid: string; readonly mode: string } | undefined>>();
  for (const [path, change] of changes) {
    const slash = path.indexOf('/');
    if (slash !== -1) {
      const folder = path.slice(0, slash);
      below.set(folder, (below.get(folder) ?? new Map()).set(path.slice(slash + 1), change));
    } else if (change !== undefined) entries.set(path, { path, type: 'blob', ...change });
    else if (entries.get(path)?.type === 'blob') entries.delete(path);
  }
  for (const [folder, inside] of below) {
    const present = entries.get(folder);
    const added = [...inside.values()].some((change) => change !== undefined);
    // its files are gone already, perhaps because a file took the folder's place
    if (present?.type !== 'tree' && !added) continue;
    const oid = await update(store, present?.type === 'tree' ? present.oid : undefined, inside);
    if (oid === undefined) entries.delete(folder);
    else entries.set(folder, { path: folder, mode: '040000', type: 'tree', oid });
  }
  return entries.size === 0 ? undefined : git.writeTree({ ...store, tree: [...entries.values()] });
}
