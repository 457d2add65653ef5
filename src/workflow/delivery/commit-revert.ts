import { GitopsError } from '../../errors.js';
import { writeFiles } from '../../git/write-files.js';
import type { RevertResult } from '../api/results.js';
import { assertUntouched, type PreparedRevert } from './prepare-revert.js';

/**
 * Makes the prepared commit: on top of the commit it was prepared on, with nothing in it but its files. When
 * it cannot be made the files on disk are as they were.
 *
 * @throws GitopsError GIT_COMMIT_RACE, WORKFLOW_OUTPUT_DIRTY, and what committing throws
 */
export async function commitRevert(prepared: PreparedRevert, signal?: AbortSignal): Promise<RevertResult> {
  const { git, changes, head, request } = prepared;
  if (changes.size === 0) return { paths: [] };
  if ((await git.resolve('HEAD')).id !== head.commit) {
    throw new GitopsError('GIT_COMMIT_RACE', 'somebody committed since the rollback began', {
      hint: 'The clusters are rolled back, and Git is unchanged. Run it again to commit the revert.',
    });
  }
  await assertUntouched(prepared, '');
  const undo = writeFiles(git.root ?? '', changes);
  try {
    const { commit, branch, paths } = await git.commit({
      paths: [...changes.keys()],
      message: messageOf(request),
      ...(signal ? { signal } : {}),
    });
    const push = branch === undefined ? 'git push origin HEAD:<branch>' : `git push origin ${branch}`;
    return { ...(commit ? { commit: commit.id, push } : {}), branch, paths };
  } catch (error) {
    undo();
    throw error;
  }
}

function messageOf({ applications, to }: PreparedRevert['request']): string {
  const what = applications.length === 1 ? applications[0] : `${applications.length} Argo Applications`;
  const list = [...applications].sort().map((name) => `- ${name}`);
  return [
    `revert(gitops): ${what} back to ${to.shortId}`,
    '',
    `The clusters were rolled back to ${to.commit}${to.subject === undefined ? '' : ` (${to.subject})`}:`,
    '',
    ...list,
  ].join('\n');
}
