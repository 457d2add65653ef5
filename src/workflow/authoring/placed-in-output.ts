import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { OutputPlace } from './synth-place.js';

/** Problems with files of the output folder, whose places are relative to it, with places that can be opened from anywhere. */
export function placedInOutput(error: unknown, { root, output }: Pick<OutputPlace, 'root' | 'output'>): unknown {
  if (!GitopsError.is(error)) return error;
  if (error.problems.length > 0) return GitopsError.all(error.problems.map(placed));
  return placed(error);

  function placed(problem: GitopsError): GitopsError {
    if (!problem.code.startsWith('FILES_') || problem.source === undefined) return problem;
    const { code, message, hint, object, data, constructPath, source, cause } = problem;
    return new GitopsError(code, message, { hint, object, data, constructPath, cause, source: { ...source, file: join(root, output, source.file) } });
  }
}
