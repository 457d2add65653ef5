import type { Commit } from '../../git/repository.js';
import type { RevisionSummary } from '../api/results.js';

/** What results tell of a commit. */
export function summaryOf({ id, shortId, subject, date }: Commit): RevisionSummary {
  return { commit: id, shortId, subject, committed: date };
}
