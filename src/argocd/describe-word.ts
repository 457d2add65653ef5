import type { WordProblem } from './word-problem.js';

/** A word problem as one sentence. */
export function describeWord({ where, message, hint }: WordProblem, what: string): string {
  return `${where} of ${what} ${message}. ${hint}`;
}
