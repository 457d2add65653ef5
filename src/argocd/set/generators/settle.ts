import { GitopsError } from '../../../errors.js';

/**
 * Waits for all work. Returns all results, or throws all problems, each once.
 *
 * @throws GitopsError
 */
export async function settle<Result>(work: readonly Promise<Result>[]): Promise<readonly Result[]> {
  const settled = await Promise.allSettled(work);
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const unexpected = failures.find((failure) => !GitopsError.is(failure));
  if (unexpected !== undefined) throw unexpected;
  const problems = new Map(
    failures
      .filter(GitopsError.is)
      .flatMap(GitopsError.each)
      .map((problem) => [problem.message, problem]),
  );
  GitopsError.throwAll([...problems.values()]);
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
