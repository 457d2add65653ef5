import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { GitopsError } from '../../../errors.js';
import { openRepository } from '../../../git/open-repository.js';
import type { Clone, GitRemote } from '../../../git/repository.js';
import { argoUrl, withoutCredentials } from '../../../host/address.js';

/** What Git says of the folder that a repository is written to. */
export interface InitPlace {
  /** Real path of the top of the Git repository; undefined where there is none yet. */
  readonly top: string | undefined;
  /** The folder, relative to the top; empty at the top. */
  readonly prefix: string;
  /** URL for Argo CD; undefined where no remote says it. */
  readonly url: string | undefined;
  /** Branch for Argo CD. */
  readonly branch: string;
  /** What the user has to look at, since Git did not say it. */
  readonly notes: readonly string[];
}

const USUAL = ['main', 'master', 'trunk'];

/**
 * Asks the clone, and no server. @throws GitopsError GIT_NO_WORKING_TREE, GIT_UNSAFE_OWNER, GIT_NEEDS_NATIVE
 */
export async function describePlace(directory: string): Promise<InitPlace> {
  const existing = nearestFolder(directory);
  const git = await openRepository(existing).catch((error: unknown) => {
    if (GitopsError.is(error) && error.code === 'GIT_NO_REPOSITORY') return undefined;
    throw error;
  });
  if (git === undefined)
    return {
      top: undefined,
      prefix: '',
      url: undefined,
      branch: 'main',
      notes: [noUrl('there is no Git repository yet')],
    };
  if (git.root === undefined) {
    throw new GitopsError('GIT_NO_WORKING_TREE', `'${existing}' is in a bare repository`, {
      hint: 'Run init in an ordinary clone.',
    });
  }
  const inside = join(realpathSync(existing), relative(existing, directory));
  const clone = await git.describeClone();
  const remote =
    clone.remotes.find(({ name }) => name === 'origin') ?? (clone.remotes.length === 1 ? clone.remotes[0] : undefined);
  return { top: git.root, prefix: relative(git.root, inside).split(sep).join('/'), ...placeOf(clone, remote) };
}

function placeOf(clone: Clone, remote: GitRemote | undefined): Pick<InitPlace, 'url' | 'branch' | 'notes'> {
  const [fetched = ''] = remote?.urls ?? [];
  const url = argoUrl(fetched);
  const branch = branchOf(clone, remote);
  return {
    url,
    branch: branch ?? 'main',
    notes: [
      ...(url === undefined ? [noUrl(whyNoUrl(clone, remote, fetched))] : []),
      ...(branch === undefined
        ? ["HEAD is detached, so that nobody knows the branch: 'main' is in environments/index.ts until you correct it"]
        : []),
    ],
  };
}

/**
 * What the remote calls its default is what Argo CD should follow; without it, not a branch that somebody
 * works on.
 */
function branchOf({ branch, branches }: Clone, remote: GitRemote | undefined): string | undefined {
  if (remote?.defaultBranch !== undefined) return remote.defaultBranch;
  if (branch !== undefined && USUAL.includes(branch)) return branch;
  return USUAL.find((name) => branches.includes(name)) ?? branch;
}

function whyNoUrl({ remotes }: Clone, remote: GitRemote | undefined, fetched: string): string {
  if (remote !== undefined) return `Argo CD cannot clone '${withoutCredentials(fetched)}', the remote '${remote.name}'`;
  return remotes.length === 0
    ? 'the clone has no remote yet'
    : `none of the remotes ${remotes.map(({ name }) => `'${name}'`).join(', ')} is 'origin'`;
}

function noUrl(reason: string): string {
  return `write the URL that Argo CD clones into environments/index.ts (url): ${reason}`;
}

function nearestFolder(directory: string): string {
  if (existsSync(directory) || basename(directory) === '') return directory;
  return nearestFolder(dirname(directory));
}
