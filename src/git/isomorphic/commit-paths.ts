import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as git from 'isomorphic-git';
import { GitopsError } from '../../errors.js';
import { assertSafePath } from '../../files/file-set.js';
import { acquireIndexLock } from '../acquire-index-lock.js';
import { assertNotBusy } from '../assert-not-busy.js';
import type { CommitOutcome, CommitRequest } from '../repository.js';
import { changedAmong } from './changed-paths.js';
import { type GitStore, needsNative } from './git-store.js';
import { readIdentity, readSetting } from './identity.js';
import { resolveCommit } from './resolve.js';
import { updateTree } from './update-tree.js';

/**
 * Checks the conditions of a commit before any work is done.
 *
 * @throws GitopsError GIT_BUSY, GIT_IDENTITY_MISSING, GIT_NEEDS_NATIVE
 */
export async function assertCanCommit(store: GitStore): Promise<void> {
  assertNotBusy(store.gitdir);
  if ((await readSetting(store, 'commit.gpgsign')) === 'true')
    throw needsNative('the configuration asks for signed commits');
  const convert = await readSetting(store, 'core.autocrlf');
  if (convert !== undefined && convert !== 'false') throw needsNative(`core.autocrlf is '${convert}'`);
  const attributes = join(store.dir, '.gitattributes');
  if (existsSync(attributes) && /\bfilter=/.test(readFileSync(attributes, 'utf8')))
    throw needsNative("'.gitattributes' names a filter");
  await readIdentity(store);
}

/** Works as the native `commitPaths`, without signatures, filters and reflog. */
export async function commitPaths(store: GitStore, { paths, message, signal }: CommitRequest): Promise<CommitOutcome> {
  for (const path of paths) assertSafePath(path);
  await assertCanCommit(store);
  const lock = await acquireIndexLock(store.gitdir, signal);
  try {
    const branch = (await git.currentBranch({ ...store, fullname: true })) ?? undefined;
    const name = branch?.replace(/^refs\/heads\//, '');
    const parent = await git.resolveRef({ ...store, ref: 'HEAD' }).catch(() => undefined);
    const changed = await changedAmong(store, paths);
    GitopsError.throwAll(
      changed
        .filter(({ change }) => change === 'ignored')
        .map(
          ({ path }) =>
            new GitopsError('GIT_IGNORED', `'${path}' is ignored by git`, {
              hint: 'Remove the rule from .gitignore.',
              source: { file: path },
            }),
        ),
    );
    const blobs = new Map<string, { readonly oid: string; readonly mode: string } | undefined>();
    for (const { path } of changed) blobs.set(path, await writeFromDisk(store, path));
    const parentTree = parent === undefined ? undefined : (await git.readCommit({ ...store, oid: parent })).commit.tree;
    const tree = await updateTree(store, parentTree, blobs);
    let id: string | undefined;
    if (tree !== parentTree && changed.length > 0) {
      const identity = await readIdentity(store);
      id = await git.commit({
        ...store,
        ...identity,
        message: `${message.trim()}\n`,
        tree,
        parent: parent === undefined ? [] : [parent],
        noUpdateBranch: true,
      });
      await moveRef(store, branch ?? 'HEAD', parent, id);
    }
    for (const [path, blob] of blobs)
      await git.updateIndex({
        ...store,
        filepath: path,
        ...(blob ? { oid: blob.oid, mode: Number.parseInt(blob.mode, 8), add: true } : { remove: true, force: true }),
      });
    if (id === undefined) return { commit: undefined, branch: name, paths: [] };
    return { commit: await resolveCommit(store, id), branch: name, paths: changed.map(({ path }) => path) };
  } finally {
    lock.release();
  }
}

async function writeFromDisk(
  store: GitStore,
  path: string,
): Promise<{ readonly oid: string; readonly mode: string } | undefined> {
  const stat = lstat(join(store.dir, path));
  if (stat?.isSymbolicLink()) throw needsNative(`'${path}' is a symbolic link`);
  if (!stat?.isFile()) return undefined;
  const oid = await git.writeBlob({ ...store, blob: readFileSync(join(store.dir, path)) });
  return { oid, mode: stat.mode & 0o100 ? '100755' : '100644' };
}

/** Undefined also below a file, where lstat fails. */
function lstat(path: string) {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** Moves a ref by compare-and-swap, under git's own lock file. */
async function moveRef(store: GitStore, ref: string, parent: string | undefined, id: string): Promise<void> {
  const file = join(store.gitdir, ref);
  await mkdir(dirname(file), { recursive: true });
  try {
    writeFileSync(`${file}.lock`, `${id}\n`, { flag: 'wx' });
  } catch (cause) {
    throw new GitopsError('GIT_LOCKED', 'another git command holds the branch of this repository', {
      hint: `Wait for it. If none is running, delete '${file}.lock'.`,
      cause,
    });
  }
  const current = await git.resolveRef({ ...store, ref }).catch(() => undefined);
  if (current === parent) return renameSync(`${file}.lock`, file);
  rmSync(`${file}.lock`);
  throw new GitopsError('GIT_COMMIT_RACE', 'somebody else committed at the same time', {
    hint: 'Nothing was committed: run the command again.',
  });
}
