import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assertNotBusy } from '../assert-not-busy.js';
import { folderPath } from '../folder-path.js';
import { inWorkingTree } from '../in-working-tree.js';
import { readFolder, readPaths } from '../read-folder.js';
import type { Commit, GitRepository } from '../repository.js';
import { changedAmong } from './changed-among.js';
import { changedPaths } from './changed-paths.js';
import { commitPaths } from './commit-paths.js';
import { commonFolder } from './common-folder.js';
import { assertIdentity } from './create-commit.js';
import { describeClone } from './describe-clone.js';
import { hasBranch } from './has-branch.js';
import { listOwnRemote } from './list-own-remote.js';
import { listRefs } from './list-refs.js';
import type { TreeEntry } from './list-tree.js';
import { readCommitFiles, readCommitTree } from './read-tree.js';
import { findTag, resolveCommit } from './resolve.js';
import { runGit } from './run-git.js';

/**
 * A repository behind the git on PATH; undefined when the folder is in none.
 *
 * @throws GitopsError GIT_UNSAFE_OWNER, GIT_FAILED
 */
export async function openNativeRepository(directory: string, offline: boolean): Promise<GitRepository | undefined> {
  // The last question fails where there is no working tree, after the others were answered.
  const questions = ['--absolute-git-dir', '--is-inside-work-tree', '--show-toplevel'];
  const found = await runGit({ directory, expect: [0, 128] }, 'rev-parse', ...questions);
  const [gitDirectory = '', inside, top = ''] = found.stdout.toString('utf8').split('\n');
  if (found.code !== 0 && inside !== 'false') {
    if (/not a git repository/.test(found.stderr)) return undefined;
    await runGit({ directory }, 'rev-parse', ...questions);
  }
  const root = inside === 'true' ? await realpath(resolve(directory, top)) : undefined;
  const real = await realpath(gitDirectory);
  return repository(root, real, commonFolder(real), offline);
}

function repository(root: string | undefined, gitDirectory: string, common: string, offline: boolean): GitRepository {
  const directory = root ?? gitDirectory;
  const byId = new Map<string, Commit>();
  /** A commit never changes, so that its full id is resolved once. */
  const resolveOnce = async (revision: string): Promise<Commit> => {
    const known = byId.get(revision);
    if (known) return known;
    const commit = await resolveCommit(directory, common, revision);
    byId.set(commit.id, commit);
    return commit;
  };
  const placeOf = async (revision: string) => ({
    directory,
    common,
    commit: (await resolveOnce(revision)).id,
    offline,
  });
  /** The unread entries by commit and path, so that they are listed once. */
  const unreadOf = new Map<string, Map<string, TreeEntry>>();
  return {
    root,
    gitDirectory,
    resolve: resolveOnce,
    describeClone: () => describeClone(directory, common),
    tag: (name) => findTag(directory, common, name),
    hasBranch: (name) => hasBranch(directory, common, name),
    refs: () => listRefs(directory),
    listRemote: (name) => listOwnRemote(directory, name),
    readTree: async (revision, folder, tolerant) => {
      const place = await placeOf(revision);
      const { files, unread } = await readCommitTree(place, folderPath(folder), tolerant);
      const known = unreadOf.get(place.commit) ?? new Map<string, TreeEntry>();
      unreadOf.set(place.commit, known);
      for (const entry of unread) known.set(entry.path, entry);
      return files;
    },
    readFiles: async (revision, paths, tolerant) => {
      if (revision === undefined) return inWorkingTree(root, gitDirectory, (top) => readPaths(top, paths, tolerant));
      const place = await placeOf(revision);
      const known = unreadOf.get(place.commit);
      return readCommitFiles(
        place,
        paths.flatMap((path) => known?.get(path) ?? []),
        tolerant,
      );
    },
    readWorkingTree: async (folder, tolerant) =>
      inWorkingTree(root, gitDirectory, (top) => readFolder(top, folderPath(folder), tolerant)),
    changedPaths: async (folder) => (root === undefined ? [] : changedPaths(root, folderPath(folder))),
    changedAmong: async (paths) => inWorkingTree(root, gitDirectory, (top) => changedAmong(top, paths)),
    isAncestor: async (older, newer) => {
      const first = await resolveOnce(older);
      const second = await resolveOnce(newer);
      return (
        (await runGit({ directory, expect: [0, 1] }, 'merge-base', '--is-ancestor', first.id, second.id)).code === 0
      );
    },
    assertCanCommit: async () =>
      inWorkingTree(root, gitDirectory, async (top) => {
        assertNotBusy(gitDirectory);
        await assertIdentity(top);
      }),
    commit: async (request) => inWorkingTree(root, gitDirectory, (top) => commitPaths(top, gitDirectory, request)),
  };
}
