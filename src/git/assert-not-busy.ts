import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../errors.js';

/** A commit in the middle of these would become part of something else. @throws GitopsError GIT_BUSY */
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
