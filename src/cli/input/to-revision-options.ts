import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { openRepository } from '../../git/open-repository.js';
import { defined } from '../../manifest/defined.js';
import type { RevisionOptions } from '../../workflow/api/options.js';
import type { Cli } from '../cli.js';
import { packageVersion } from '../package-root.js';
import { argocdOptions } from './argocd-options.js';
import { cacheDirectory } from './cache-directory.js';
import { generatorOptions } from './generator-options.js';
import type { ReadingOptions } from './options/reading.js';
import { outputOf } from './output-of.js';
import { readGivenFile } from './read-given-file.js';
import { registryOf } from './registry-of.js';
import { sourceOptions } from './source-options.js';

/**
 * The options of commands that only read Git. `folder` is a folder of the repository that takes the place of
 * the output folder; `file` has the Argo Applications in place of those in Git.
 */
export async function toRevisionOptions(
  cli: Cli,
  options: ReadingOptions & { readonly file?: string },
  folder?: string,
): Promise<RevisionOptions> {
  const { terminal } = cli;
  const { revision, worktree = false } = options;
  const repository = resolve(terminal.directory, folder ?? options.repository);
  const outputDir =
    folder === undefined
      ? outputOf(options, terminal.directory)
      : (options.outputDir ?? (await folderInRepository(repository)));
  const registry = await registryOf(cli, options);
  return {
    repository,
    worktree,
    cacheVersion: packageVersion(),
    cacheDirectory: cacheDirectory(terminal.environment),
    ...(await generatorOptions(terminal.directory, options, registry)),
    ...(await argocdOptions(terminal.directory, options, registry)),
    ...(await sourceOptions(terminal, options)),
    roots: options.file === undefined ? undefined : await readGivenFile(terminal.directory, options.file),
    ...defined({ revision, outputDir }),
  };
}

/** Undefined for the repository itself: then the output folder is what it always is. */
async function folderInRepository(folder: string): Promise<string | undefined> {
  const { root } = await openRepository(folder);
  const path = root === undefined ? '' : relative(root, realpathSync(folder)).replaceAll('\\', '/');
  return path === '' ? undefined : path;
}
