import type { Commit } from '../../git/repository.js';
import type { RevisionSummary } from '../api/results.js';

/** The fields of a commit in results. */
export function summaryOf({ id, shortId, subject, date }: Commit): RevisionSummary {
  return { commit: id, shortId, subject, committed: date };
}
