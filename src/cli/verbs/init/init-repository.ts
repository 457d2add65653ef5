import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../../errors.js';
import { defined } from '../../../manifest/defined.js';
import { API_VERSION } from '../../../workflow/api/results.js';
import { packageRoot, packageVersion } from '../../package-root.js';
import type { InitResult } from '../../reports/init-result.js';
import { canHoldFile } from './can-hold-file.js';
import type { InitPlace } from './describe-place.js';
import { planFile } from './plan-file.js';
import { type TemplateSettings, templateValues } from './template-values.js';
import { writeFiles } from './write-files.js';

export interface InitOptions {
  /** Absolute; made when it does not exist. */
  readonly directory: string;
  /** Name of the repository; what npm does not allow in a package's name is replaced. */
  readonly name: string;
  /** What Git says of the folder. Default: there is no Git repository. */
  readonly place?: InitPlace;
  /** Writes nothing. Default: false. */
  readonly dryRun?: boolean;
}

const NO_GIT: InitPlace = { top: undefined, prefix: '', url: undefined, branch: 'main', notes: [] };
const WORKFLOW = '.github/workflows/gitops.yaml';
/** What takes the place of a file that is somebody else's. */
const BESIDE: Readonly<Record<string, string>> = {
  'package.json': 'package.gitops.json',
  'README.md': 'README.gitops.md',
};
const OWN_TSCONFIG =
  "'tsconfig.json' stays as it is: 'tsconfig.gitops.json' checks apps/ and environments/; exclude these folders in yours where it includes them";
const OTHER_MANAGERS = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

/**
 * Writes the template repository, whole or not at all, into a new folder or one that has files. Nothing that
 * exists is overwritten: package.json, .gitignore and .gitattributes get what they lack, other files are
 * written under another name. In a folder of a Git repository the workflow goes to the top of it.
 *
 * @throws GitopsError CLI_FOLDER_NOT_EMPTY naming what is in the way, CLI_FILE_NOT_WRITABLE
 */
export function initRepository({ directory, name, place = NO_GIT, dryRun = false }: InitOptions): InitResult {
  const up = place.prefix === '' ? '' : `${place.prefix.replace(/[^/]+/g, '..')}/`;
  const read = (path: string) => readText(join(directory, path));
  const template = templateOf({ name: packageName(name), place, up, read });
  const planned = [...template].map(([path, text]) => ({
    path,
    plan: planFile({ path, text, ...besideOf(path, up) }, read),
  }));
  refuse(
    directory,
    planned.flatMap(({ path, plan }) => (plan === undefined || !canHoldFile(directory, plan.path) ? [path] : [])),
  );
  const plans = planned.flatMap(({ plan }) => plan ?? []).sort((left, right) => (left.path < right.path ? -1 : 1));
  if (!dryRun)
    writeFiles(directory, new Map(plans.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text]]))));
  const manager = OTHER_MANAGERS.find((file) => read(file) !== undefined || read(`${up}${file}`) !== undefined);
  return {
    apiVersion: API_VERSION,
    kind: 'InitResult',
    directory,
    name: packageName(name),
    files: plans.flatMap(({ path, change }) => (change === 'keep' ? [] : [path])),
    changes: plans.map(({ path, change }) => ({ path, change })),
    url: place.url ?? exampleUrl(packageName(name)),
    branch: place.branch,
    dryRun,
    notes: [
      ...place.notes,
      ...(planned.some(({ path }) => path === 'tsconfig.gitops.json') ? [OWN_TSCONFIG] : []),
      ...plans.flatMap(({ notes }) => notes),
      ...(manager === undefined
        ? []
        : [`there is a '${manager}': write your package manager into the workflow, in place of npm ci`]),
    ],
  };
}

interface TemplatePlace {
  readonly name: string;
  readonly place: InitPlace;
  /** From the folder to the top of the Git repository. */
  readonly up: string;
  readonly read: (path: string) => string | undefined;
}

/** The files of the template as they would be here, by their path relative to the folder. */
function templateOf({ name, place, up, read }: TemplatePlace): ReadonlyMap<string, string> {
  const root = join(packageRoot(), 'templates', 'init');
  const manifest = read('package.json');
  const settings: TemplateSettings = {
    ...place,
    url: place.url ?? exampleUrl(name),
    name,
    version: `^${packageVersion()}`,
    tsconfig: 'tsconfig.json',
    isModule: manifest === undefined || /"type"\s*:\s*"module"/.test(manifest),
    workflow: WORKFLOW,
  };
  const filled = (file: string, given: TemplateSettings) => {
    const values = templateValues(given);
    return readFileSync(join(root, file), 'utf8').replace(/\{\{([a-z]+)\}\}/g, (_, key: string) => values[key] ?? '');
  };
  const isFree = (path: string, text: string) => [undefined, text].includes(read(path));
  const tsconfig = isFree('tsconfig.json', filled('tsconfig.json', settings))
    ? 'tsconfig.json'
    : 'tsconfig.gitops.json';
  const workflow = [WORKFLOW, WORKFLOW.replace('.yaml', `-${name}.yaml`)].find((file) =>
    isFree(`${up}${file}`, filled(WORKFLOW, { ...settings, tsconfig, workflow: file })),
  );
  const final = { ...settings, tsconfig, ...defined({ workflow }) };
  const places: Readonly<Record<string, string>> = { 'tsconfig.json': tsconfig, [WORKFLOW]: `${up}${final.workflow}` };
  return new Map(filesBelow(root).map((file) => [places[file] ?? realName(file), filled(file, final)]));
}

/** The workflow may stay as it is, too: somebody else's works. */
function besideOf(path: string, up: string): { readonly beside?: string } {
  const beside = path.startsWith(`${up}.github/`) ? path : BESIDE[path];
  return beside === undefined ? {} : { beside };
}

function exampleUrl(name: string): string {
  return `https://git.example.com/${name}.git`;
}

function refuse(directory: string, found: readonly string[]): void {
  if (found.length === 0) return;
  const shown = found
    .slice(0, 5)
    .map((name) => `'${name}'`)
    .join(', ');
  const others = found.length > 5 ? ` and ${found.length - 5} more` : '';
  throw new GitopsError(
    'CLI_FOLDER_NOT_EMPTY',
    `'${directory}' has ${shown}${others} in the way: init overwrites nothing`,
    {
      hint: 'Name a new folder: gitops init <dir>. It may be one of this repository.',
    },
  );
}

/** Undefined where there is none; a folder is none. */
function readText(path: string): string | undefined {
  return isFile(path) ? readFileSync(path, 'utf8') : undefined;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // nothing there, or a file where a folder would be
  }
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
