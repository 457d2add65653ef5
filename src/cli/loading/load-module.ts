import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GitopsError } from '../../errors.js';
import { explainLoadError } from './explain-load-error.js';
import { watchLoad } from './watch-load.js';

export interface LoadedModule {
  readonly exports: Readonly<Record<string, unknown>>;
  /**
   * Absolute paths of what made them: the project's own files that were loaded, its package.json, lock file
   * and tsconfig; sorted.
   */
  readonly sources: readonly string[];
}

/**
 * Runs a TypeScript (or JavaScript) file of the user's project and returns what it exports.
 *
 * Types are not checked (that is `tsc`'s work); `tsconfig.json` is the nearest one above the file; packages
 * are resolved from the file.
 *
 * @param file absolute path
 * @param directory the working directory, for paths in errors
 * @throws GitopsError CLI_FILE_NOT_FOUND, CLI_LOAD_FAILED with the line of the user's code
 */
export async function loadModule(file: string, directory: string): Promise<LoadedModule> {
  if (!existsSync(file) || statSync(file).isDirectory()) {
    throw new GitopsError('CLI_FILE_NOT_FOUND', `There is no file '${relative(directory, file) || file}'`, {
      hint: 'Name the file that exports the Repository with --app, or run in the folder that has environments/index.ts.',
    });
  }
  const tsconfig = nearest('tsconfig.json', dirname(file));
  const manifest = nearest('package.json', dirname(file));
  const root = dirname(manifest ?? file);
  const sources = new Set(PROJECT_FILES.map((name) => join(root, name)).filter((path) => existsSync(path)));
  if (tsconfig !== undefined) sources.add(tsconfig);
  process.setSourceMapsEnabled(true);
  const { tsImport } = await import('tsx/esm/api');
  const url = pathToFileURL(file).href;
  try {
    const load = () =>
      tsImport(url, {
        parentURL: url,
        tsconfig: tsconfig ?? false,
        onImport: (imported) =>
          isOwnFile(imported, root) && sources.add(fileURLToPath(imported.replace(/[?#].*/s, ''))),
      });
    const exports = (await watchLoad(relative(directory, file) || file, load)) as Record<string, unknown>;
    return { exports, sources: [...sources].sort() };
  } catch (error) {
    throw explainLoadError(error, { file, root, directory });
  }
}

const PROJECT_FILES = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml'];

function isOwnFile(url: string, root: string): boolean {
  return url.startsWith(pathToFileURL(root + sep).href) && !url.includes('/node_modules/');
}

function nearest(name: string, folder: string): string | undefined {
  if (existsSync(join(folder, name))) return join(folder, name);
  return dirname(folder) === folder ? undefined : nearest(name, dirname(folder));
}
