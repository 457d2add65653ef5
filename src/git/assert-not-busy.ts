import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../errors.js';

/**
 * Refuses to commit during a merge, rebase or the like, because the commit would become part of it.
 *
 * @throws GitopsError GIT_BUSY
 */
export function assertNotBusy(gitDirectory: string): void {
  const found = OPERATIONS.find(([file]) => existsSync(join(gitDirectory, file)));
  if (found === undefined) return;
  throw new GitopsError('GIT_BUSY', `a ${found[1]} is in progress in this repository`, {
    hint: `Finish it or give it up (git ${found[2]} --continue or --abort), then commit.`,
  });
}

const OPERATIONS = [
  ['rebase-merge', 'rebase', 'rebase'],
  ['rebase-apply', 'rebase or git am', 'rebase'],
  ['MERGE_HEAD', 'merge', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick', 'cherry-pick'],
  ['REVERT_HEAD', 'revert', 'revert'],
] as const;
