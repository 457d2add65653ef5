import type { GitRepository } from '../../git/repository.js';
import type { RevisionSummary } from '../api/results.js';
import { summaryOf } from './revision-summary.js';

/**
 * The commit that a `targetRevision` pins, by its id or a tag; undefined for a branch, which is what the
 * revision at hand stands for.
 */
export async function resolvePin(git: GitRepository, target: string): Promise<RevisionSummary | undefined> {
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(target)) return summaryOf(await git.resolve(target));
  const tag = target === 'HEAD' || target === '' ? undefined : await git.tag(target.replace(/^refs\/tags\//, ''));
  return tag && summaryOf(tag);
}
