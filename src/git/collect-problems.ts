import { GitopsError } from '../errors.js';
import type { TolerantReading } from './repository.js';

/** What is wrong with single paths, to be thrown all at once or told one by one. */
export interface CollectedProblems {
  add(path: string, problem: GitopsError | undefined): void;
  /** The result of work on a path; undefined where it throws a GitopsError, which is added. */
  attempt<Result>(path: string, work: () => Result): Result | undefined;
  throwAll(): void;
}

/**
 * Told where the reader tolerates them, otherwise kept and thrown; a half-written output is never tolerated.
 */
export function collectProblems(tolerant: TolerantReading | undefined): CollectedProblems {
  const kept: GitopsError[] = [];
  const add: CollectedProblems['add'] = (path, problem) => {
    if (problem === undefined) return;
    if (tolerant && problem.code !== 'GIT_OUTPUT_INTERRUPTED') tolerant.onProblem(path, problem);
    else kept.push(problem);
  };
  return {
    add,
    attempt: (path, work) => {
      try {
        return work();
      } catch (error) {
        if (!GitopsError.is(error)) throw error;
        add(path, error);
        return undefined;
      }
    },
    throwAll: () => GitopsError.throwAll(kept),
  };
}
