import { stat } from 'node:fs/promises';
import { GitopsError } from '../errors.js';
import { openNativeRepository } from './native/native-repository.js';
import type { GitRepository } from './repository.js';

export interface OpenRepositoryOptions {
  /** The port. Default: `native` when git is on PATH, otherwise `isomorphic`. */
  readonly engine?: 'native' | 'isomorphic';
  /**
   * True when a partial clone fetches nothing: missing objects are reported where they are read. Default:
   * false.
   */
  readonly offline?: boolean | undefined;
}

/**
 * Opens the Git repository that a folder is in: an ordinary clone (shallow and detached too), a bare one, a
 * linked worktree or a submodule.
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
  if (!isFolder)
    throw new GitopsError('GIT_NO_REPOSITORY', `'${directory}' is not a folder`, {
      hint: 'Give a folder inside a Git repository.',
    });
  const repository = await openBy(options, directory);
  if (repository !== undefined) return repository;
  throw new GitopsError('GIT_NO_REPOSITORY', `'${directory}' is not in a Git repository`, {
    hint: 'Run git init, or change to your repository.',
  });
}

/** That there is no git command is found out by using it: a process fewer. */
async function openBy(
  { engine, offline = false }: OpenRepositoryOptions,
  directory: string,
): Promise<GitRepository | undefined> {
  if (engine === 'isomorphic') return openIsomorphic(directory);
  try {
    return await openNativeRepository(directory, offline);
  } catch (error) {
    if (engine === 'native' || !isMissingCommand(error)) throw error;
    return openIsomorphic(directory);
  }
}

function isMissingCommand(error: unknown): boolean {
  return (
    GitopsError.is(error) && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ENOENT'
  );
}

/** Loaded only where it is needed: it takes longer to load than most repositories to read. */
async function openIsomorphic(directory: string): Promise<GitRepository | undefined> {
  const { openIsomorphicRepository } = await import('./isomorphic/isomorphic-repository.js');
  return openIsomorphicRepository(directory);
}
