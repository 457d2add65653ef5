import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangedPath } from '../repository.js';
import { changedPaths } from './changed-paths.js';
import { runGit } from './run-git.js';

/**
 * The given files that differ from HEAD, sorted. A file inside a submodule differs when the submodule's
 * commit does.
 */
export async function changedAmong(root: string, paths: readonly string[]): Promise<readonly ChangedPath[]> {
  if (paths.length === 0) return [];
  const tracked = await trackedPaths(root);
  const changed = new Map(
    (await changedPaths(root, '', { untracked: false })).map((entry) => [entry.path, entry] as const),
  );
  const wanted = [...new Set(paths)].sort();
  const unknown = wanted.filter(
    (path) => !changed.has(path) && !tracked.files.has(path) && existsSync(join(root, path)),
  );
  const ignored = await ignoredAmong(
    root,
    unknown.filter((path) => submoduleOf(path, tracked.submodules) === undefined),
  );
  return wanted.flatMap((path) => {
    const own = changed.get(path);
    if (own !== undefined) return [own];
    if (!unknown.includes(path)) return [];
    const submodule = submoduleOf(path, tracked.submodules);
    if (submodule !== undefined) return changed.has(submodule) ? [{ path, change: 'modified' as const }] : [];
    return [{ path, change: ignored.has(path) ? ('ignored' as const) : ('untracked' as const) }];
  });
}

interface Tracked {
  readonly files: ReadonlySet<string>;
  readonly submodules: readonly string[];
}

async function trackedPaths(root: string): Promise<Tracked> {
  const entries = (await runGit({ directory: root }, 'ls-files', '-s', '-z', '--full-name')).stdout
    .toString('utf8')
    .split('\0');
  const files = new Set<string>();
  const submodules: string[] = [];
  for (const entry of entries) {
    const path = entry.slice(entry.indexOf('\t') + 1);
    if (entry.startsWith('160000')) submodules.push(path);
    else if (path !== '') files.add(path);
  }
  return { files, submodules };
}

/** The untracked paths that git ignores. */
export async function ignoredAmong(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const output = await runGit(
    { directory: root, input: paths.map((path) => `${path}\0`).join(''), expect: [0, 1] },
    'check-ignore',
    '-z',
    '--stdin',
  );
  return new Set(output.stdout.toString('utf8').split('\0').filter(Boolean));
}

function submoduleOf(path: string, submodules: readonly string[]): string | undefined {
  return submodules.find((submodule) => path.startsWith(`${submodule}/`));
}
