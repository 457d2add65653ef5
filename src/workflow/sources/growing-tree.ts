import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import type { SourceTree } from '../../render/source/source-context.js';

/** What was read of a tree. */
export type ReadFiles = Required<Pick<SourceTree, 'files' | 'binaries' | 'unreadable'>> & Pick<SourceTree, 'links'>;

/**
 * A tree of which some files are read when they are asked for. Those that are asked for in one turn are read
 * in one batch, and all who wait get the same tree: what was found in it serves them all.
 */
export function growingTree(
  first: ReadFiles,
  unread: readonly string[],
  readFiles: (paths: readonly string[]) => Promise<ReadFiles>,
): SourceTree {
  const left = new Set(unread);
  const queue = new Set<string>();
  const treeOf = (read: ReadFiles): SourceTree => ({ ...read, unread: { paths: [...left].sort(), read: ask } });
  let read = first;
  const grow = async (before: Promise<SourceTree>): Promise<SourceTree> => {
    await before;
    await new Promise((resolve) => setImmediate(resolve));
    const paths = [...queue];
    queue.clear();
    for (const path of paths) left.delete(path);
    const more = await readFiles(paths).catch((error: unknown) => asUnreadable(paths, error));
    read = merged(read, more);
    return treeOf(read);
  };
  const base = treeOf(first);
  let last = Promise.resolve(base);
  function ask(paths: readonly string[]): Promise<SourceTree> {
    const fresh = paths.filter((path) => left.has(path));
    if (fresh.length > 0 && queue.size === 0) last = grow(last);
    for (const path of fresh) queue.add(path);
    return last;
  }
  return base;
}

function merged(one: ReadFiles, other: ReadFiles): ReadFiles {
  return {
    ...one,
    // Always another set: what was found in the old one is not known of this tree.
    files: one.files.with(other.files),
    binaries: new Map([...one.binaries, ...other.binaries]),
    unreadable: new Map([...one.unreadable, ...other.unreadable]),
  };
}

/** What fails for a batch concerns those who need one of its files. */
function asUnreadable(paths: readonly string[], error: unknown): ReadFiles {
  if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
  return { files: FileSet.EMPTY, binaries: new Map(), unreadable: new Map(paths.map((path) => [path, error])) };
}
