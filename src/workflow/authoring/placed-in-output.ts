import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { OutputPlace } from './synth-place.js';

/**
 * Problems with files of the output folder, whose places are relative to it, with places that can be opened
 * from anywhere.
 */
export function placedInOutput(error: unknown, { root, output }: Pick<OutputPlace, 'root' | 'output'>): unknown {
  if (!GitopsError.is(error)) return error;
  return GitopsError.all(GitopsError.each(error).map(placed));

  function placed(problem: GitopsError): GitopsError {
    if (!problem.code.startsWith('FILES_') || problem.source === undefined) return problem;
    return problem.with({ source: { ...problem.source, file: join(root, output, problem.source.file) } });
  }
}
