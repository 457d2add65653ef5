import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { withoutCredentials } from '../../host/address.js';
import { withTemporaryFolder } from '../../host/with-temporary-folder.js';
import { readCommitTree } from '../native/read-tree.js';
import { runGit } from '../native/run-git.js';
import type { GitRemote } from './git-access.js';
import { runRemoteGit } from './run-remote-git.js';

/** Files of a commit. */
export interface RemoteFiles {
  readonly files: FileSet;
  readonly binaries: ReadonlyMap<string, Uint8Array>;
  readonly unreadable: ReadonlyMap<string, GitopsError>;
  /** Symbolic links with their targets as they are stored. */
  readonly links: ReadonlyMap<string, string>;
  /** Paths of the ordinary files that were not chosen. */
  readonly unread: readonly string[];
}

/** Chooses which files of a commit are read, by their sizes in bytes. */
export type ChooseFiles = (sizes: ReadonlyMap<string, number>) => ReadonlySet<string>;

/**
 * Fetches one commit without its history and reads some of its files. Nothing of it is kept on disk, no
 * submodule is followed.
 *
 * @param ref where the server has the commit, for servers that give none by its id
 * @param choose which files are read. Default: all
 * @throws GitopsError GIT_REMOTE_FAILED, GIT_REVISION_NOT_FOUND
 */
export async function readRemoteTree(
  remote: GitRemote,
  commit: string,
  ref?: string,
  choose: ChooseFiles = (sizes) => new Set(sizes.keys()),
): Promise<RemoteFiles> {
  return withTemporaryFolder('fetch', [], async (directory) => {
    await runGit(
      { directory },
      'init',
      '--quiet',
      '--bare',
      `--object-format=${commit.length === 64 ? 'sha256' : 'sha1'}`,
      '.',
    );
    await fetchCommit(remote, directory, commit, ref);
    const binaries = new Map<string, Uint8Array>();
    const unreadable = new Map<string, GitopsError>();
    const links = new Map<string, string>();
    const unread: string[] = [];
    const chosen = choose(await sizesOf(directory, commit));
    const { files } = await readCommitTree({ directory, common: directory, commit }, '', {
      onProblem: (path, problem) => unreadable.set(path, problem),
      onBinary: (path, content) => binaries.set(path, content),
      onLink: (path, target) => links.set(path, target),
      wants: (path) => chosen.has(path),
      onUnread: (path) => unread.push(path),
    });
    return { files, binaries, unreadable, links, unread };
  });
}

async function sizesOf(directory: string, commit: string): Promise<ReadonlyMap<string, number>> {
  const { stdout } = await runGit({ directory }, 'ls-tree', '-r', '-l', '-z', '--full-tree', commit);
  const lines = stdout.toString('utf8').split('\0');
  return new Map(
    lines.flatMap((line) => {
      const [, size, path] = /^\d+ blob [0-9a-f]+ +(\d+)\t([\s\S]+)$/.exec(line) ?? [];
      return size === undefined || path === undefined ? [] : [[path, Number(size)] as const];
    }),
  );
}

/** Fetches the commit by its id, then by its ref, and if necessary with everything that the server has. */
async function fetchCommit(
  remote: GitRemote,
  directory: string,
  commit: string,
  ref: string | undefined,
): Promise<void> {
  const fetch = (...what: string[]) =>
    runRemoteGit(remote, directory, 'fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...what);
  const attempts = [
    ['--depth=1', '--', remote.url, commit],
    ...(ref === undefined ? [] : [['--depth=1', '--', remote.url, ref]]),
    ['--', remote.url, '+refs/*:refs/fetched/*'],
  ];
  for (const [index, attempt] of attempts.entries()) {
    try {
      await fetch(...attempt);
      if (await hasCommit(directory, commit)) return;
    } catch (error) {
      const isRefusal =
        GitopsError.is(error) &&
        /not our ref|unadvertised object|couldn't find remote ref|no such remote ref|unadvertised/i.test(error.message);
      if (!isRefusal || index === attempts.length - 1) throw error;
    }
  }
  throw new GitopsError(
    'GIT_REVISION_NOT_FOUND',
    `the Git repository '${withoutCredentials(remote.url)}' has no commit '${commit}'`,
    {
      hint: 'Correct targetRevision.',
    },
  );
}

async function hasCommit(directory: string, commit: string): Promise<boolean> {
  return (await runGit({ directory, expect: [0, 1, 128] }, 'cat-file', '-e', `${commit}^{commit}`)).code === 0;
}
