import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitopsError } from '../errors.js';
import { packageRoot, packageVersion } from './package-root.js';

export interface InitOptions {
  /** Absolute; made when it does not exist. */
  readonly directory: string;
  /** Name of the repository; what npm does not allow in a package's name is replaced. */
  readonly name: string;
}

export interface InitResult {
  readonly directory: string;
  readonly name: string;
  /** Sorted, relative to the directory. */
  readonly files: readonly string[];
}

/** What may be there before: an empty clone is a good place to start. */
const HARMLESS = new Set(['.git', '.gitkeep', '.DS_Store']);

/**
 * Writes the template repository. Nothing that exists is overwritten.
 *
 * @throws GitopsError CLI_FOLDER_NOT_EMPTY naming what is in the way
 */
export function initRepository({ directory, name }: InitOptions): InitResult {
  refuseUsedFolder(directory);
  const template = join(packageRoot(), 'templates', 'init');
  const values = { name: packageName(name), version: `^${packageVersion()}` };
  const files = filesBelow(template).map((file) => ({ from: file, to: realName(file) }));
  for (const { from, to } of files) {
    const text = readFileSync(join(template, from), 'utf8').replace(/\{\{(name|version)\}\}/g, (_, key: keyof typeof values) => values[key]);
    mkdirSync(dirname(join(directory, to)), { recursive: true });
    writeFileSync(join(directory, to), text, { flag: 'wx' });
  }
  return { directory, name: values.name, files: files.map(({ to }) => to).sort() };
}

function refuseUsedFolder(directory: string): void {
  if (!existsSync(directory)) return;
  const found = statSync(directory).isDirectory() ? readdirSync(directory).filter((name) => !HARMLESS.has(name)) : [directory];
  if (found.length === 0) return;
  const shown = found
    .slice(0, 5)
    .map((name) => `'${name}'`)
    .join(', ');
  throw new GitopsError(
    'CLI_FOLDER_NOT_EMPTY',
    `'${directory}' is not an empty folder: ${shown}${found.length > 5 ? ` and ${found.length - 5} more` : ''} ${found.length === 1 ? 'is' : 'are'} in the way`,
    {
      hint: 'Name a new folder: gitops init <dir>.',
    },
  );
}

/** npm leaves `.gitignore` and its like out of packages, so the templates have other names. */
function realName(file: string): string {
  return file.replace(/^_(?=package\.json$)/, '').replace(/^_/, '.');
}

function packageName(name: string): string {
  const clean = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  return clean === '' ? 'gitops-repository' : clean;
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}
