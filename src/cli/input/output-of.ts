import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { DEFAULT_OUTPUT } from '../../workflow/api/options.js';

export interface OutputFlags {
  readonly repository: string;
  readonly outputDir?: string;
}

/**
 * The output folder, relative to the top of the Git repository: what `--output-dir` says. In a project in a
 * sub-folder of its repository it is the output of that project, known by the records of synth on disk.
 * Undefined where it is the default.
 */
export function outputOf({ repository, outputDir }: OutputFlags, directory: string): string | undefined {
  return outputDir ?? nearestOutput(resolve(directory, repository));
}

function nearestOutput(directory: string): string | undefined {
  let found: string | undefined;
  for (let folder = directory; ; folder = dirname(folder)) {
    const output = join(folder, DEFAULT_OUTPUT);
    if (found === undefined && existsSync(join(output, '.gitops'))) found = output;
    if (existsSync(join(folder, '.git')))
      return found === undefined || found === output ? undefined : relative(folder, found).split(sep).join('/');
    if (folder === dirname(folder)) return undefined;
  }
}
