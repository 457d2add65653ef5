import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
 * Writes the template repository, whole or not at all. Nothing that exists is overwritten.
 *
 * @throws GitopsError CLI_FOLDER_NOT_EMPTY naming what is in the way, CLI_FILE_NOT_WRITABLE
 */
export function initRepository({ directory, name }: InitOptions): InitResult {
  refuseUsedFolder(directory);
  const template = join(packageRoot(), 'templates', 'init');
  const values = { name: packageName(name), version: `^${packageVersion()}` };
  const files = filesBelow(template).map((file) => ({ from: file, to: realName(file) }));
  const fill = (text: string) => text.replace(/\{\{(name|version)\}\}/g, (_, key: keyof typeof values) => values[key]);
  writeAll(directory, new Map(files.map(({ from, to }) => [join(directory, to), fill(readFileSync(join(template, from), 'utf8'))])));
  return { directory, name: values.name, files: files.map(({ to }) => to).sort() };
}

function writeAll(directory: string, files: ReadonlyMap<string, string>): void {
  const made: string[] = [];
  try {
    for (const [path, text] of files) {
      const folder = mkdirSync(dirname(path), { recursive: true });
      if (folder !== undefined) made.push(folder);
      made.push(path);
      writeFileSync(path, text, { flag: 'wx' });
    }
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') refuseUsedFolder(directory); // somebody writes there at the same time
    for (const path of made.reverse()) rmSync(path, { recursive: true, force: true });
    throw new GitopsError('CLI_FILE_NOT_WRITABLE', `${path === undefined ? 'the repository' : `'${path}'`} cannot be written: ${code}`, {
      cause,
      hint: 'Name a folder that can be written to: gitops init <dir>. Nothing was left behind.',
    });
  }
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
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');
  return clean === '' ? 'gitops-repository' : clean;
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}
