import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { GitopsError } from '../errors.js';
import { openNativeRepository } from './native/native-repository.js';
import type { GitRepository } from './repository.js';

export interface OpenRepositoryOptions {
  /** Default: `native` where the git command is on PATH, otherwise `isomorphic`. */
  readonly engine?: 'native' | 'isomorphic';
}

/**
 * Opens the Git repository that a folder is in: an ordinary clone (shallow and detached too), a bare one, a linked worktree or a submodule.
 *
 * Uses the git on PATH, and isomorphic-git where there is none (ADR 0003).
 *
 * @throws GitopsError GIT_NO_REPOSITORY, GIT_UNSAFE_OWNER, GIT_NEEDS_NATIVE
 */
export async function openRepository(directory: string, options: OpenRepositoryOptions = {}): Promise<GitRepository> {
  const isFolder = await stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new GitopsError('GIT_NO_REPOSITORY', `'${directory}' is not a folder`, { hint: 'Give a folder inside a Git repository.' });
  const engine = options.engine ?? ((await hasGit()) ? 'native' : 'isomorphic');
  const repository = engine === 'native' ? await openNativeRepository(directory) : await openIsomorphic(directory);
  if (repository !== undefined) return repository;
  throw new GitopsError('GIT_NO_REPOSITORY', `'${directory}' is not in a Git repository`, { hint: 'Run git init, or change to your repository.' });
}

/** Loaded only where it is needed: it takes longer to load than most repositories to read. */
async function openIsomorphic(directory: string): Promise<GitRepository | undefined> {
  const { openIsomorphicRepository } = await import('./isomorphic/isomorphic-repository.js');
  return openIsomorphicRepository(directory);
}

function hasGit(): Promise<boolean> {
  return new Promise((resolve) => execFile('git', ['--version'], { windowsHide: true }, (error) => resolve(error === null)));
}
