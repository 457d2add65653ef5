import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as git from 'isomorphic-git';
import { folderPath } from '../folder-path.js';
import { inWorkingTree } from '../in-working-tree.js';
import { readFolder, readPaths } from '../read-folder.js';
import type { GitRepository } from '../repository.js';
import { changedAmong, changedPaths } from './changed-paths.js';
import { assertCanCommit, commitPaths } from './commit-paths.js';
import { describeClone } from './describe-clone.js';
import { needsNative, openStore } from './git-store.js';
import { listRefs } from './list-refs.js';
import { readCommitFiles, readCommitTree } from './read-tree.js';
import { findTag, resolveCommit } from './resolve.js';

/**
 * A repository without the git command; undefined when the folder is in none.
 *
 * @throws GitopsError GIT_NEEDS_NATIVE for kinds of repositories that isomorphic-git does not know
 */
export async function openIsomorphicRepository(directory: string): Promise<GitRepository | undefined> {
  const found = find(realpathSync(directory));
  if (found === undefined) return undefined;
  const { root, gitDirectory } = found;
  const store = await openStore(gitDirectory, root ?? gitDirectory);
  return {
    root,
    gitDirectory,
    resolve: (revision) => resolveCommit(store, revision),
    describeClone: () => describeClone(store),
    tag: (name) => findTag(store, name),
    hasBranch: async (name) => (await git.listBranches(store)).includes(name),
    refs: () => listRefs(store),
    listRemote: async (name) => {
      throw needsNative(`the remote '${name}' is to be asked`);
    },
    readTree: async (revision, folder, tolerant) =>
      readCommitTree(store, (await resolveCommit(store, revision)).id, folderPath(folder), tolerant),
    readFiles: async (revision, paths, tolerant) =>
      revision === undefined
        ? inWorkingTree(root, gitDirectory, (top) => readPaths(top, paths, tolerant))
        : readCommitFiles(store, (await resolveCommit(store, revision)).id, paths, tolerant),
    readWorkingTree: async (folder, tolerant) =>
      inWorkingTree(root, gitDirectory, (top) => readFolder(top, folderPath(folder), tolerant)),
    changedPaths: async (folder) => (root === undefined ? [] : changedPaths(store, folderPath(folder))),
    changedAmong: async (paths) => inWorkingTree(root, gitDirectory, () => changedAmong(store, paths)),
    isAncestor: async (older, newer) => {
      const first = await resolveCommit(store, older);
      const second = await resolveCommit(store, newer);
      return (
        first.id === second.id || (await git.isDescendent({ ...store, oid: second.id, ancestor: first.id, depth: -1 }))
      );
    },
    assertCanCommit: async () => inWorkingTree(root, gitDirectory, () => assertCanCommit(store)),
    commit: async (request) => inWorkingTree(root, gitDirectory, () => commitPaths(store, request)),
  };
}

function find(directory: string): { readonly root: string | undefined; readonly gitDirectory: string } | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const gitDirectory = join(folder, '.git');
    if (existsSync(gitDirectory)) {
      if (statSync(gitDirectory).isDirectory()) return { root: folder, gitDirectory };
      throw needsNative(`'${folder}' is a linked worktree or a submodule`);
    }
    if (['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name))))
      return { root: undefined, gitDirectory: folder };
    if (folder === dirname(folder)) return undefined;
  }
}
