import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import { assertSafePath } from '../../files/file-set.js';
import { acquireIndexLock } from '../acquire-index-lock.js';
import { assertNotBusy } from '../assert-not-busy.js';
import type { CommitOutcome, CommitRequest } from '../repository.js';
import { changedAmong } from './changed-among.js';
import { assertIdentity, createCommit, moveHead } from './create-commit.js';
import { describeCommit } from './resolve.js';
import { gitText, runGit } from './run-git.js';

const TEMPORARY = 'gitops-index-';

/** Called before each step that a crash could follow; tests kill the process there. */
export type CommitStepListener = (step: string) => void;

/**
 * Commits exactly the given paths as they are on disk on top of HEAD, whatever else is staged.
 *
 * It works as `git commit --only`: the index is locked all the time, the tree is made in a private index, the
 * ref moves by compare-and-swap, and only then the real index gets the committed entries. A crash leaves the
 * old or the new commit, and at most an index lock that the next call recognises as its own.
 */
export async function commitPaths(
  root: string,
  gitDirectory: string,
  request: CommitRequest,
  onStep: CommitStepListener = () => undefined,
): Promise<CommitOutcome> {
  for (const path of request.paths) assertSafePath(path);
  assertNotBusy(gitDirectory);
  await assertIdentity(root);
  onStep('lock');
  const lock = await acquireIndexLock(gitDirectory, request.signal);
  try {
    removeTemporary(gitDirectory);
    const branch =
      (await runGit({ directory: root, expect: [0, 1] }, 'symbolic-ref', '-q', '--short', 'HEAD')).stdout
        .toString('utf8')
        .trim() || undefined;
    const parent =
      (await runGit({ directory: root, expect: [0, 1] }, 'rev-parse', '-q', '--verify', 'HEAD^{commit}')).stdout
        .toString('utf8')
        .trim() || undefined;
    const paths = await pathsToCommit(root, request.paths);
    if (paths.length === 0) return { commit: undefined, branch, paths: [] };

    onStep('tree');
    const privateIndex = join(gitDirectory, `${TEMPORARY}${randomUUID()}`);
    const { tree, entries } = await makeTree({ root, index: privateIndex, parent, paths });
    const nextIndex = await prepareIndex(root, gitDirectory, entries);
    const id = await createCommit({ root, tree, parent, message: request.message, onStep });
    if (id !== undefined) {
      onStep('move head');
      await moveHead({ root, id, parent, message: request.message });
    }
    onStep('replace index');
    renameSync(nextIndex, join(gitDirectory, 'index'));
    onStep('unlock');
    if (id === undefined) return { commit: undefined, branch, paths: [] };
    return { commit: await describeCommit(root, id), branch, paths: await pathsOf(root, id) };
  } finally {
    lock.release();
    removeTemporary(gitDirectory);
  }
}

/**
 * @throws GitopsError GIT_IGNORED: a file that git ignores would be missing from the commit without a word
 */
async function pathsToCommit(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const changed = await changedAmong(root, paths);
  GitopsError.throwAll(
    changed
      .filter(({ change }) => change === 'ignored')
      .map(
        ({ path }) =>
          new GitopsError('GIT_IGNORED', `'${path}' is ignored by git`, {
            hint: 'Remove the rule: git check-ignore -v shows where it is.',
            source: { file: path },
          }),
      ),
  );
  return changed.map(({ path }) => path);
}

interface TreeRequest {
  readonly root: string;
  readonly index: string;
  readonly parent: string | undefined;
  readonly paths: readonly string[];
}

/** The parent's tree with the paths as on disk, and these paths as lines for `update-index --index-info`. */
async function makeTree({
  root,
  index,
  parent,
  paths,
}: TreeRequest): Promise<{ readonly tree: string; readonly entries: string }> {
  const git = { directory: root, environment: { GIT_INDEX_FILE: index }, runsOwnCommands: true };
  const whole = ['-c', 'core.splitIndex=false', '-c', 'index.sparse=false'];
  if (parent !== undefined) await runGit(git, ...whole, 'read-tree', parent);
  const input = paths.map((path) => `${path}\0`).join('');
  await runGit({ ...git, input }, ...whole, 'update-index', '-z', '--add', '--remove', '--replace', '--stdin');
  const tree = await gitText(git, 'write-tree');
  const staged = new Map<string, string>();
  for (const line of (await runGit(git, 'ls-files', '-s', '-z')).stdout.toString('utf8').split('\0'))
    staged.set(line.slice(line.indexOf('\t') + 1), line);
  const absent = `0 ${'0'.repeat(tree.length)}\t`;
  return { tree, entries: paths.map((path) => `${staged.get(path) ?? `${absent}${path}`}\0`).join('') };
}

/** A copy of the real index with the committed entries. Everything else in it is as the user left it. */
async function prepareIndex(root: string, gitDirectory: string, entries: string): Promise<string> {
  const current = join(gitDirectory, 'index');
  const next = join(gitDirectory, `${TEMPORARY}${randomUUID()}`);
  if (existsSync(current)) {
    copyFileSync(current, next);
    // Git rehashes files that are not older than the index. An older copy is only more careful; a newer one
    // would hide edits (git's "racy index" problem).
    const earlier = statSync(current).mtimeMs / 1000 - 2;
    utimesSync(next, earlier, earlier);
  }
  const git = { directory: root, environment: { GIT_INDEX_FILE: next }, runsOwnCommands: true };
  await runGit({ ...git, input: entries }, 'update-index', '-z', '--replace', '--index-info');
  await runGit({ ...git, expect: [0, 1] }, 'update-index', '-q', '--refresh');
  return next;
}

async function pathsOf(root: string, id: string): Promise<readonly string[]> {
  const output = await runGit(
    { directory: root },
    'diff-tree',
    '--root',
    '-r',
    '-z',
    '--name-only',
    '--no-commit-id',
    '--no-renames',
    id,
  );
  return output.stdout.toString('utf8').split('\0').filter(Boolean).sort();
}

/**
 * Removes the temporary files of this call, or of one that was killed. The index lock is ours, so nobody uses
 * them.
 */
function removeTemporary(gitDirectory: string): void {
  for (const name of readdirSync(gitDirectory))
    if (name.startsWith(TEMPORARY)) rmSync(join(gitDirectory, name), { force: true });
}
