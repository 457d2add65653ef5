import type { GitRepository } from '../../git/repository.js';
import type { RevisionOptions } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import { summaryOf } from './revision-summary.js';

/** The commit to read; `worktree` for the files on disk. */
export async function revisionOf(
  git: GitRepository,
  { worktree, revision }: RevisionOptions,
): Promise<RevisionSummary> {
  return worktree ? { commit: 'worktree', shortId: 'worktree' } : summaryOf(await git.resolve(revision ?? 'HEAD'));
}
