import { GitopsError } from '../errors.js';
import type { TolerantReading } from './repository.js';

/** What is wrong with single paths, to be thrown all at once or told one by one. */
export interface CollectedProblems {
  add(path: string, problem: GitopsError | undefined): void;
  throwAll(): void;
}

/**
 * Told where the reader tolerates them, otherwise kept and thrown; a half-written output is never tolerated.
 */
export function collectProblems(tolerant: TolerantReading | undefined): CollectedProblems {
  const kept: GitopsError[] = [];
  return {
    add: (path, problem) => {
      if (problem === undefined) return;
      if (tolerant && problem.code !== 'GIT_OUTPUT_INTERRUPTED') tolerant.onProblem(path, problem);
      else kept.push(problem);
    },
    throwAll: () => GitopsError.throwAll(kept),
  };
}
