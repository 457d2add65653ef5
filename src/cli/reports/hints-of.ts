import { groupBy } from '../../manifest/group-by.js';

/** A problem, and the hint that is printed below it. */
export interface Hinted<Problem> {
  readonly problem: Problem;
  readonly hint?: string;
}

/**
 * Problems in the order in which they are printed: problems with the same hint are together, in the place of
 * the first of them, and the last of them has the hint. Pure.
 */
export function hintsOf<Problem extends { readonly hint?: string | undefined }>(
  problems: readonly Problem[],
): readonly Hinted<Problem>[] {
  const groups = groupBy<Problem, string | Problem>(problems, (problem) => problem.hint ?? problem);
  return [...groups.values()].flatMap((group) =>
    group.map((problem, index) => {
      const { hint } = problem;
      if (hint === undefined || index < group.length - 1) return { problem };
      return { problem, hint: group.length === 1 ? hint : `for these ${group.length}: ${hint}` };
    }),
  );
}
