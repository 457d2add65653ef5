import { errorDocument } from './error-document.js';
import { junit } from './junit.js';
import { problemCases } from './problem-cases.js';

/** Why a command failed, in place of its JUnit report. */
export function errorJunit(verb: string, error: unknown): string {
  const problems = errorDocument(error).problems;
  return junit(`gitops ${verb}`, [{ name: `gitops ${verb}`, cases: problemCases(verb, problems, 'error') }]);
}
