import { findRef } from './find-ref.js';
import { runGit } from './run-git.js';

/**
 * Whether there is such a local branch. Git is asked only when the files of the repository do not show it.
 */
export async function hasBranch(directory: string, common: string, name: string): Promise<boolean> {
  const ref = `refs/heads/${name}`;
  const found = await findRef(common, ref);
  if (found !== 'unknown') return found === 'here';
  return (await runGit({ directory, expect: [0, 1, 128] }, 'show-ref', '--verify', '--quiet', '--', ref)).code === 0;
}
