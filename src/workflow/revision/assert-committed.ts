import { GitopsError } from '../../errors.js';
import type { GitRepository } from '../../git/repository.js';
import type { RevisionOptions } from '../api/options.js';

/**
 * Refuses to read a commit by default while what is on disk differs from it. @throws GitopsError
 * WORKFLOW_OUTPUT_DIRTY
 */
export async function assertCommitted(
  git: GitRepository,
  folder: string,
  { worktree, revision, allowDirty }: RevisionOptions & { readonly allowDirty?: boolean },
): Promise<void> {
  if (worktree || revision !== undefined || allowDirty) return;
  const changed = (await git.changedPaths(folder)).filter(
    (entry) => entry.change !== 'untracked' || mayBeSource(entry.path),
  );
  if (changed.length === 0) return;
  const names = changed.slice(0, 3).map(({ path }) => path);
  throw new GitopsError(
    'WORKFLOW_OUTPUT_DIRTY',
    `'${folder === '' ? '.' : folder}' has uncommitted changes: ${names.join(', ')}${changed.length > names.length ? `, and ${changed.length - names.length} more` : ''}`,
    {
      hint: `Commit them (gitops synth --commit)${changed.some(({ change }) => change === 'untracked') ? ', name what is not part of it in .gitignore' : ''}, name a revision with --revision, or try them out with --worktree.`,
    },
  );
}

/**
 * New files at the top of the repository are often what a command wrote there: a plan, a report. They count
 * where a rendering would read them.
 */
function mayBeSource(path: string): boolean {
  return path.includes('/') || /\.(ya?ml|json|jsonnet|libsonnet)$/.test(path);
}
