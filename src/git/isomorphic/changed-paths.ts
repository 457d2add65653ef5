import * as git from 'isomorphic-git';
import type { ChangedPath } from '../repository.js';
import type { GitStore } from './git-store.js';

/** Paths below a folder (`''` for all) that differ from HEAD on disk or in the index. */
export async function changedPaths(store: GitStore, folder: string): Promise<readonly ChangedPath[]> {
  const filepaths = folder === '' ? undefined : [folder];
  return (await matrix(store, filepaths, false))
    .flatMap(([path, head, disk, index]) => {
      const change = changeOf(head, disk, index);
      return change === undefined ? [] : [{ path, change }];
    })
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** The given files that differ from HEAD, also untracked or ignored ones. */
export async function changedAmong(store: GitStore, paths: readonly string[]): Promise<readonly ChangedPath[]> {
  if (paths.length === 0) return [];
  const wanted = new Set(paths);
  const rows = new Map((await matrix(store, [...wanted], true)).map((row) => [row[0], row] as const));
  const changes = await Promise.all(
    [...wanted].sort().map(async (path): Promise<ChangedPath[]> => {
      const row = rows.get(path);
      const change = row && changeOf(row[1], row[2], row[3]);
      if (change === 'untracked' && (await git.isIgnored({ ...store, filepath: path })))
        return [{ path, change: 'ignored' }];
      return change === undefined ? [] : [{ path, change }];
    }),
  );
  return changes.flat();
}

type Row = [path: string, head: number, disk: number, index: number];

async function matrix(store: GitStore, filepaths: string[] | undefined, ignored: boolean): Promise<Row[]> {
  const hasCommit = await git.resolveRef({ ...store, ref: 'HEAD' }).then(
    () => true,
    () => false,
  );
  const rows: Row[] = await git.statusMatrix({ ...store, ref: hasCommit ? 'HEAD' : EMPTY_TREE, filepaths, ignored });
  // isomorphic-git compares the beginning of names: 'gitops' would also give 'gitops-other/x'.
  return rows.filter(
    ([path]) => filepaths === undefined || filepaths.some((wanted) => path === wanted || path.startsWith(`${wanted}/`)),
  );
}

/** The empty tree represents the missing commit before the first one. Git knows it without storing it. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** https://isomorphic-git.org/docs/en/statusMatrix */
function changeOf(head: number, disk: number, index: number): ChangedPath['change'] | undefined {
  if (head === 1 && disk === 1 && index === 1) return undefined;
  if (disk === 0) return head === 0 && index === 0 ? undefined : 'deleted';
  if (head === 0) return index === 0 ? 'untracked' : 'added';
  return 'modified';
}
