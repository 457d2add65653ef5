import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assertNotBusy } from '../assert-not-busy.js';
import { folderPath } from '../folder-path.js';
import { inWorkingTree } from '../in-working-tree.js';
import { readFolder } from '../read-folder.js';
import type { GitRepository } from '../repository.js';
import { changedAmong } from './changed-among.js';
import { changedPaths } from './changed-paths.js';
import { commitPaths } from './commit-paths.js';
import { assertIdentity } from './create-commit.js';
import { readCommitTree } from './read-tree.js';
import { resolveCommit } from './resolve.js';
import { gitText, runGit } from './run-git.js';

/** A repository behind the git on PATH; undefined when the folder is in none. @throws GitopsError GIT_UNSAFE_OWNER, GIT_FAILED */
export async function openNativeRepository(directory: string): Promise<GitRepository | undefined> {
  const found = await runGit({ directory, expect: [0, 128] }, 'rev-parse', '--absolute-git-dir', '--is-inside-work-tree');
  if (found.code !== 0) {
    if (/not a git repository/.test(found.stderr)) return undefined;
    await runGit({ directory }, 'rev-parse', '--absolute-git-dir');
  }
  const [gitDirectory = '', inside] = found.stdout.toString('utf8').split('\n');
  const root = inside === 'true' ? await realpath(resolve(directory, await gitText({ directory }, 'rev-parse', '--show-toplevel'))) : undefined;
  return repository(root, await realpath(gitDirectory));
}

function repository(root: string | undefined, gitDirectory: string): GitRepository {
  const directory = root ?? gitDirectory;
  return {
    root,
    gitDirectory,
    resolve: (revision) => resolveCommit(directory, revision),
    readTree: async (revision, folder, tolerant) =>
      readCommitTree(directory, (await resolveCommit(directory, revision)).id, folderPath(folder), tolerant),
    readWorkingTree: async (folder, tolerant) => inWorkingTree(root, gitDirectory, (top) => readFolder(top, folderPath(folder), tolerant)),
    changedPaths: async (folder) => (root === undefined ? [] : changedPaths(root, folderPath(folder))),
    changedAmong: async (paths) => inWorkingTree(root, gitDirectory, (top) => changedAmong(top, paths)),
    isAncestor: async (older, newer) => {
      const [first, second] = [await resolveCommit(directory, older), await resolveCommit(directory, newer)];
      return (await runGit({ directory, expect: [0, 1] }, 'merge-base', '--is-ancestor', first.id, second.id)).code === 0;
    },
    assertCanCommit: async () =>
      inWorkingTree(root, gitDirectory, async (top) => {
        assertNotBusy(gitDirectory);
        await assertIdentity(top);
      }),
    commit: async (request) => inWorkingTree(root, gitDirectory, (top) => commitPaths(top, gitDirectory, request)),
  };
}
