import type { ProblemSummary } from '../../workflow/api/results.js';
import type { JunitCase } from './junit.js';

/** Problems as cases of a JUnit report. */
export function problemCases(
  classname: string,
  problems: readonly ProblemSummary[],
  kind: 'failure' | 'error',
): readonly JunitCase[] {
  return problems.map(({ code, message, hint, object, application, cluster }) => ({
    classname: application === undefined ? classname : `${application} on ${cluster}`,
    name: object ?? code,
    result: {
      kind,
      message: `${code}: ${message}`,
      text: [message, hint].filter((part) => part !== undefined).join('\n'),
    },
  }));
}
