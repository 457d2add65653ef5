import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../../src/local-cluster/file-lock.js';

/** The package as users get it: packed, and installed into an empty project. */
export interface InstalledPackage {
  /**
   * The project it was installed into. Its node_modules hold the package, its peers and what the template of
   * `gitops init` needs.
   */
  readonly project: string;
  /** `gitops` as npm links it. */
  readonly command: string;
  readonly tarball: string;
  /** The paths in the tarball. */
  readonly files: readonly string[];
  /**
   * What stands in the project that did not stand there after the installation, and what changed or went:
   * nothing, because a prefix may be read-only.
   */
  changes(): readonly string[];
}

/** What the template of `gitops init` depends on, besides the package. */
const WITH_IT = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'typescript', '@types/node'];

/**
 * Packs this clone and installs the tarball, once in a run of the tests: the first who asks does it, the
 * others wait. `lib/` must be built. The paths have a space and letters outside of ASCII, because users'
 * paths do.
 */
export async function installPackage(): Promise<InstalledPackage> {
  const run = process.env['GITOPS_TEST_RUN'];
  if (run === undefined) throw new Error('GITOPS_TEST_RUN is missing: run the tests with jest.config.mjs');
  const folder = join(run, 'installed');
  const project = join(folder, 'a préfix');
  const about = join(folder, 'about.json');
  await withFileLock(join(run, 'installed.lock'), {}, async () => {
    if (!existsSync(about)) writeFileSync(about, JSON.stringify(packAndInstall(folder, project)));
  });
  const { tarball, files, tree } = JSON.parse(readFileSync(about, 'utf8')) as ReturnType<typeof packAndInstall>;
  const command = join(project, 'node_modules/.bin/gitops');
  return { project, command, tarball, files, changes: () => differences(tree, treeOf(project)) };
}

function packAndInstall(folder: string, project: string) {
  mkdirSync(project, { recursive: true });
  const [packed] = JSON.parse(
    npm(process.cwd(), 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
  ) as [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
  const tarball = join(folder, packed.filename);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const versions = { ...dependencies, ...devDependencies };
  npm(
    project,
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--ignore-scripts',
    tarball,
    ...WITH_IT.map((name) => `${name}@${versions[name]}`),
  );
  return { tarball, files: packed.files.map(({ path }) => path), tree: treeOf(project) };
}

function npm(cwd: string, ...words: readonly string[]): string {
  return execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
}

/** Each file, folder and link below a folder, with what a write to it changes. */
function treeOf(folder: string): Readonly<Record<string, string>> {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => {
    const state = lstatSync(join(folder, path));
    return [
      path,
      state.isSymbolicLink() ? readlinkSync(join(folder, path)) : `${state.mode} ${state.size} ${state.mtimeMs}`,
    ] as const;
  });
  return Object.fromEntries(found);
}

function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort();
}
