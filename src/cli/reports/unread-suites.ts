import type { ResultHeader } from '../../workflow/api/results.js';
import type { JunitSuite } from './junit.js';
import { problemCases } from './problem-cases.js';

/** The clusters that could not be read, as suites of a JUnit report with an error each. */
export function unreadSuites({ errors = [] }: Pick<ResultHeader, 'errors'>): readonly JunitSuite[] {
  const clusters = [...new Set(errors.map(({ cluster = '' }) => cluster))];
  return clusters.map((cluster) => ({
    name: `cluster ${cluster}`,
    cases: problemCases(
      cluster,
      errors.filter((error) => error.cluster === cluster),
      'error',
    ),
  }));
}
