import type { ChangedPath } from '../repository.js';
import { runGit } from './run-git.js';

/** The changes in a folder by `git status`, `''` for everything. Each path is there once, sorted. */
export async function changedPaths(
  root: string,
  folder: string,
  options: { readonly ignored?: boolean; readonly untracked?: boolean } = {},
): Promise<readonly ChangedPath[]> {
  const output = await runGit(
    { directory: root },
    '--literal-pathspecs',
    'status',
    '--porcelain=v2',
    '-z',
    '--no-renames',
    '--ignore-submodules=dirty',
    `--untracked-files=${options.untracked === false ? 'no' : 'all'}`,
    ...(options.ignored ? ['--ignored=matching'] : []),
    ...(folder === '' ? [] : ['--', folder]),
  );
  const found = new Map<string, ChangedPath>();
  for (const line of output.stdout.toString('utf8').split('\0')) {
    const changed = parse(line);
    // Git reports a file twice that was removed from the index and is still on disk.
    if (changed !== undefined)
      found.set(changed.path, found.has(changed.path) ? { path: changed.path, change: 'modified' } : changed);
  }
  return [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

function parse(line: string): ChangedPath | undefined {
  const path = (fields: number) => line.split(' ').slice(fields).join(' ');
  switch (line[0]) {
    case '1': {
      const staged = line[2]!;
      const onDisk = line[3]!;
      const written = staged === 'A' ? 'added' : 'modified';
      const change = onDisk === 'D' || (staged === 'D' && onDisk === '.') ? 'deleted' : written;
      return { path: path(8), change };
    }
    case 'u':
      return { path: path(10), change: 'unmerged' };
    case '?':
      return { path: path(1), change: 'untracked' };
    case '!':
      return { path: path(1).replace(/\/$/, ''), change: 'ignored' };
    default:
      return undefined;
  }
}
