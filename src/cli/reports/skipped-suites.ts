import type { ResultHeader } from '../../workflow/api/results.js';
import type { JunitSuite } from './junit.js';

/**
 * What was selected and left alone, as suites of a JUnit report with a skipped case each: nothing of it
 * passed.
 */
export function skippedSuites({ skipped }: Pick<ResultHeader, 'skipped'>): readonly JunitSuite[] {
  return skipped.map(({ application, reason }) => ({
    name: application,
    cases: [{ classname: application, name: 'skipped', result: { kind: 'skipped' as const, message: reason } }],
  }));
}
