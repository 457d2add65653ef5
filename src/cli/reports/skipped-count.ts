import type { ResultHeader } from '../../workflow/api/results.js';

/**
 * `, 2 skipped`: a skipped Argo Application does not belong to the outcome before it. Empty when none was
 * skipped.
 */
export function skippedCount({ skipped }: Pick<ResultHeader, 'skipped'>): string {
  return skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
}
