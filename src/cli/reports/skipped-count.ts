import type { ResultHeader } from '../../workflow/api/results.js';

/** `, 2 skipped`: what was left alone is no part of the outcome before it. Empty when nothing was. */
export function skippedCount({ skipped }: Pick<ResultHeader, 'skipped'>): string {
  return skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
}
