import { GitopsError } from '../errors.js';
import type { TolerantReading } from './repository.js';

/** Problems of single paths, which are thrown all at once or reported one by one. */
export interface CollectedProblems {
  add(path: string, problem: GitopsError | undefined): void;
  /** The result of work on a path. Undefined when the work throws a GitopsError, which is collected. */
  attempt<Result>(path: string, work: () => Result): Result | undefined;
  throwAll(): void;
}

/**
 * Reports problems to a tolerant reader; otherwise collects and throws them. A half-written output is never
 * tolerated.
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
