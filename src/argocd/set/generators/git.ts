import { appendValues } from './append-values.js';
import type { GitGenerator } from './generator.js';
import type { GeneratorContext } from './generator-context.js';
import { gitDirectories } from './git-directories.js';
import { gitFiles } from './git-files.js';
import { invalidSet } from './invalid-set.js';
import type { Parameters } from './parameters.js';

/**
 * The parameters of a git generator: from the directories of a repository at a revision, or from the content
 * of its files.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/
 */
export async function gitParameters(
  generator: GitGenerator,
  context: GeneratorContext,
): Promise<readonly Parameters[]> {
  const { directories = [], files = [], values, repoURL, revision } = generator;
  if (directories.length === 0 && files.length === 0) {
    throw invalidSet('a git generator names neither directories nor files', {
      hint: 'Give it directories or files, with a path each.',
    });
  }
  const found = await context.files(repoURL, revision);
  const parameters =
    directories.length > 0
      ? gitDirectories(generator, found, context.goTemplate)
      : await gitFiles(generator, found, context.goTemplate);
  return appendValues(values, parameters, context);
}
