import { GitopsError } from '../../errors.js';
import type { Commit } from '../repository.js';
import { revisionNotFound } from '../revision-not-found.js';
import { describeClone } from './describe-clone.js';
import { findRef } from './find-ref.js';
import { type GitOutput, runGit } from './run-git.js';

const FORMAT = '--format=%H%x00%s%x00%an <%ae>%x00%ct';
const LOG = ['log', '-1', '--no-show-signature', '--no-notes', '--encoding=UTF-8', FORMAT];

/**
 * The commit of a revision.
 *
 * @throws GitopsError GIT_REVISION_NOT_FOUND, GIT_REVISION_AMBIGUOUS, GIT_NO_COMMITS
 */
export async function resolveCommit(directory: string, common: string, revision: string): Promise<Commit> {
  if (isRevision(revision)) {
    // A valid revision needs one process. For any other, `rev-parse` gives the reason.
    const output = await runGit({ directory, expect: [0, 1, 128] }, ...LOG, `${revision}^{commit}`, '--');
    if (output.code === 0 && output.stderr === '' && output.stdout.length > 0) return parseCommit(output.stdout);
  }
  return describeCommit(directory, await resolveId(directory, common, revision));
}

/** The commit of a tag; undefined when there is no such tag. */
export async function findTag(directory: string, common: string, name: string): Promise<Commit | undefined> {
  if ((await findRef(common, `refs/tags/${name}`)) === 'absent') return undefined;
  const output = await runGit(
    { directory, expect: [0, 1, 128] },
    'rev-parse',
    '--verify',
    '--quiet',
    `refs/tags/${name}^{commit}`,
  );
  return output.code === 0 ? describeCommit(directory, output.stdout.toString('utf8').trim()) : undefined;
}

export async function describeCommit(directory: string, id: string): Promise<Commit> {
  return parseCommit((await runGit({ directory }, ...LOG, id)).stdout);
}

function parseCommit(output: Buffer): Commit {
  const [id = '', subject = '', author = '', seconds = '0'] = output.toString('utf8').replace(/\n$/, '').split('\0');
  return { id, shortId: id.slice(0, 7), subject, author, date: new Date(Number(seconds) * 1000).toISOString() };
}

async function resolveId(directory: string, common: string, revision: string): Promise<string> {
  if (!isRevision(revision)) throw noRevision(revision);
  const output = await runGit({ directory, expect: [0, 1, 128] }, 'rev-parse', '--verify', `${revision}^{commit}`);
  if (/refname '/.test(output.stderr) && output.stderr.includes("' is ambiguous")) {
    throw new GitopsError('GIT_REVISION_AMBIGUOUS', `'${revision}' is the name of a branch and of a tag`, {
      hint: `Write refs/heads/${revision} or refs/tags/${revision}.`,
    });
  }
  const id = output.stdout.toString('utf8').trim();
  if (output.code === 0 && id !== '') return id;
  throw await explain(directory, common, revision, output);
}

/** False for an option, a range or a path, which `rev-parse` would accept. */
function isRevision(revision: string): boolean {
  return revision !== '' && !revision.startsWith('-') && !revision.startsWith('^') && !/[\0\n\r]|\.\./.test(revision);
}

async function explain(directory: string, common: string, revision: string, output: GitOutput): Promise<GitopsError> {
  if (/short (object|SHA1) /i.test(output.stderr) && output.stderr.includes(' is ambiguous')) {
    return new GitopsError('GIT_REVISION_AMBIGUOUS', `'${revision}' is the beginning of several object ids`, {
      hint: 'Give more characters of the commit id.',
    });
  }
  const anyCommit = await runGit(
    { directory, expect: [0, 1, 128] },
    'rev-parse',
    '--verify',
    '--quiet',
    'HEAD^{commit}',
  );
  if (anyCommit.code !== 0 && /^(HEAD|@)$/.test(revision)) {
    return new GitopsError('GIT_NO_COMMITS', `'${revision}' has no commit yet`, {
      hint: 'Commit something first, or read the files on disk with --worktree.',
    });
  }
  return revisionNotFound(revision, await describeClone(directory, common));
}

function noRevision(revision: string): GitopsError {
  return new GitopsError('GIT_REVISION_NOT_FOUND', `'${revision}' is not the name of a revision`, {
    hint: 'Give a branch, a tag, a commit id or something like HEAD~1.',
  });
}
