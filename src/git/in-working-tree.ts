import { GitopsError } from '../errors.js';

/**
 * Runs work that needs the files on disk.
 *
 * @throws GitopsError GIT_NO_WORKING_TREE in a bare repository
 */
export async function inWorkingTree<T>(
  root: string | undefined,
  gitDirectory: string,
  action: (root: string) => Promise<T>,
): Promise<T> {
  if (root !== undefined) return action(root);
  throw new GitopsError('GIT_NO_WORKING_TREE', `'${gitDirectory}' has no working tree`, {
    hint: 'Use an ordinary clone, or give a revision to read.',
  });
}
