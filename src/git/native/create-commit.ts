import { GitopsError } from '../../errors.js';
import { gitText, runGit } from './run-git.js';

/**
 * Checks that Git's configuration and environment name the person who commits. A name that git guesses from
 * the machine is not accepted.
 *
 * @throws GitopsError GIT_IDENTITY_MISSING
 */
export async function assertIdentity(root: string): Promise<void> {
  for (const who of ['AUTHOR', 'COMMITTER']) {
    const output = await runGit(
      { directory: root, expect: [0, 1, 128] },
      '-c',
      'user.useConfigOnly=true',
      'var',
      `GIT_${who}_IDENT`,
    );
    if (output.code === 0) continue;
    throw new GitopsError('GIT_IDENTITY_MISSING', `git does not know the ${who.toLowerCase()} of the commit`, {
      hint: 'Run git config --global user.name "…" and user.email "…", or set GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL, GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL.',
      data: { stderr: output.stderr.trim() },
    });
  }
}

export interface CommitTreeOptions {
  readonly root: string;
  readonly tree: string;
  readonly parent: string | undefined;
  readonly message: string;
  readonly onStep: (step: string) => void;
}

/**
 * The id of the new commit, signed when the configuration wants that. Undefined when the tree is that of the
 * parent.
 *
 * @throws GitopsError GIT_SIGNING_FAILED
 */
export async function createCommit({
  root,
  tree,
  parent,
  message,
  onStep,
}: CommitTreeOptions): Promise<string | undefined> {
  if (parent !== undefined && (await gitText({ directory: root }, 'rev-parse', `${parent}^{tree}`)) === tree)
    return undefined;
  const sign =
    (await runGit({ directory: root, expect: [0, 1] }, 'config', '--type=bool', '--get', 'commit.gpgSign')).stdout
      .toString('utf8')
      .trim() === 'true';
  onStep('create commit');
  const output = await runGit(
    { directory: root, input: `${message.trim()}\n`, expect: [0, 1, 128] },
    '-c',
    'i18n.commitEncoding=UTF-8',
    'commit-tree',
    tree,
    ...(parent === undefined ? [] : ['-p', parent]),
    ...(sign ? ['-S'] : []),
    '-F',
    '-',
  );
  if (output.code === 0) return output.stdout.toString('utf8').trim();
  const said = output.stderr.trim();
  throw new GitopsError(
    sign ? 'GIT_SIGNING_FAILED' : 'GIT_FAILED',
    `git could not ${sign ? 'sign' : 'make'} the commit: '${said.split('\n')[0]}'`,
    {
      hint: sign ? 'Check commit.gpgSign, gpg.format and user.signingKey, and that the key is unlocked.' : undefined,
      data: { stderr: said },
    },
  );
}

export interface MoveHeadOptions {
  readonly root: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly message: string;
}

/**
 * Moves the branch of HEAD, or a detached HEAD itself, by compare-and-swap.
 *
 * @throws GitopsError GIT_COMMIT_RACE, GIT_LOCKED
 */
export async function moveHead({ root, id, parent, message }: MoveHeadOptions): Promise<void> {
  const reason = `commit${parent === undefined ? ' (initial)' : ''}: ${message.trim().split('\n')[0]}`;
  const output = await runGit(
    { directory: root, expect: [0, 1, 128] },
    'update-ref',
    '-m',
    reason,
    'HEAD',
    id,
    parent ?? '0'.repeat(id.length),
  );
  if (output.code === 0) return;
  const said = output.stderr.trim();
  if (/Unable to create /.test(said) && said.includes('.lock')) {
    throw new GitopsError('GIT_LOCKED', 'another git command holds the branch of this repository', {
      hint: 'Wait for it and commit again.',
      data: { stderr: said },
    });
  }
  if (/but expected|reference already exists/.test(said)) {
    throw new GitopsError('GIT_COMMIT_RACE', 'somebody else committed at the same time', {
      hint: 'Nothing was committed: run the command again.',
      data: { stderr: said },
    });
  }
  throw new GitopsError('GIT_FAILED', `git could not move HEAD: '${said.split('\n')[0]}'`, { data: { stderr: said } });
}
