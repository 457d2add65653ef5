import { GitopsError, type KnownErrorCode } from '../errors.js';
import { describeShapeProblem } from './describe-shape-problem.js';
import { lineOfSteps } from './line-of-steps.js';
import type { ShapeProblem } from './shape.js';

/** A file whose content does not have its shape. */
interface ShapedFile {
  readonly code: KnownErrorCode;
  /** What people call it, such as `the clusters file`. */
  readonly name: string;
  readonly file: string;
  /** Its text, for lines. Default: no error has a line. */
  readonly content?: string;
  /** Values may be secrets: none is shown. Default: false. */
  readonly isSecret?: boolean;
  /** The next action for a problem. */
  hint(problem: ShapeProblem): string;
}

/** One error for each problem of a file, with its path, its value and its line. Pure. */
export function shapeErrors(
  problems: readonly ShapeProblem[],
  { code, name, file, content, isSecret = false, hint }: ShapedFile,
): readonly GitopsError[] {
  return problems.map((problem) => {
    const { value: _, ...shown } = problem;
    const what = describeShapeProblem(isSecret ? shown : problem).trim();
    return new GitopsError(code, `${name} '${file}' cannot be used: ${what}`, {
      source: { file, line: lineOfSteps(content, problem.steps ?? []) },
      hint: problem.hint ?? hint(problem),
    });
  });
}
