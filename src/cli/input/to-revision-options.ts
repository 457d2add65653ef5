import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { openRepository } from '../../git/open-repository.js';
import { defined } from '../../manifest/defined.js';
import type { RevisionOptions } from '../../workflow/api/options.js';
import type { Cli } from '../cli.js';
import { packageVersion } from '../package-root.js';
import { cacheDirectory } from './cache-directory.js';
import { generatorOptions } from './generator-options.js';
import type { ReadingOptions } from './options/reading.js';
import { outputOf } from './output-of.js';
import { registryOf } from './registry-of.js';
import { sourceOptions } from './source-options.js';

/**
 * The options of commands that only read Git. `folder` is a folder of the repository that takes the place of
 * the output folder.
 */
export async function toRevisionOptions(cli: Cli, options: ReadingOptions, folder?: string): Promise<RevisionOptions> {
  const { terminal } = cli;
  const { revision, worktree = false } = options;
  const repository = resolve(terminal.directory, folder ?? options.repository);
  const outputDir =
    folder === undefined
      ? outputOf(options, terminal.directory)
      : (options.outputDir ?? (await folderInRepository(repository)));
  return {
    repository,
    worktree,
    cacheVersion: packageVersion(),
    cacheDirectory: cacheDirectory(terminal.environment),
    ...(await generatorOptions(terminal.directory, options, await registryOf(cli, options))),
    ...(await sourceOptions(terminal, options)),
    ...defined({ revision, outputDir }),
  };
}

/** Undefined for the repository itself: then the output folder is what it always is. */
async function folderInRepository(folder: string): Promise<string | undefined> {
  const { root } = await openRepository(folder);
  const path = root === undefined ? '' : relative(root, realpathSync(folder)).replaceAll('\\', '/');
  return path === '' ? undefined : path;
}
