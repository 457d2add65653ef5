import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { commandUnderTest } from '../helpers/command-under-test.js';
import { packageUnderTest } from '../helpers/package-under-test.js';

/** A project as `gitops init` makes it, with the packed package in it. */
let project: string;
let files: readonly string[];

beforeAll(() => {
  ({ files } = packageUnderTest());
  project = temporaryFolder();
  run(process.execPath, [commandUnderTest(), 'init', '.', '--name', 'shop'], project);
  symlinkSync(join(packageUnderTest().project, 'node_modules'), join(project, 'node_modules'));
});

function run(command: string, words: readonly string[], directory = project): string {
  return execFileSync(command, words, {
    cwd: directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
}

describe('the npm package, installed into an empty project', () => {
  test('holds what it needs and nothing of the development', () => {
    expect(files).toContain('lib/index.js');
    expect(files).toContain('lib/index.d.ts');
    expect(files).toContain('lib/bin/gitops.js');
    expect(files).toContain('templates/init/environments/index.ts');
    expect(files.filter((path) => /^(src|test|bench|node_modules|apps|environments)\//.test(path))).toEqual([]);
    expect(files.filter((path) => path.startsWith('lib/cli/'))).toEqual([]);
  });

  test('types: the template compiles', () => {
    expect(run('npx', ['--no-install', 'tsc', '--noEmit'])).toBe('');
  });

  test('ESM import', () => {
    expect(
      run(process.execPath, [
        '--input-type=module',
        '-e',
        "import { Repository, GitopsError } from 'cdk8s-gitops'; console.log(typeof Repository, typeof GitopsError);",
      ]),
    ).toBe('function function\n');
  });

  test('require', () => {
    const script =
      "const { Repository } = require('cdk8s-gitops'); const { startLocalCluster } = require('cdk8s-gitops/testing'); console.log(typeof Repository, typeof startLocalCluster);";
    expect(
      run(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=commonjs', '-e', script]),
    ).toBe('function function\n');
  });

  test('types: members that synth alone reads are not there, so that a subclass may have them', () => {
    const file = join(project, 'environments/own.ts');
    writeFileSync(
      file,
      `import { Application, Environment } from 'cdk8s-gitops';
export class Own extends Application {
  readonly kind = 'mine';
  readonly _settings = 1;
  protected override resources(): void {}
}
export function everywhere(found: unknown, environment: Environment): void {
  if (Application.is(found)) found.overlay(environment, { wave: 1 });
}
`,
    );
    try {
      expect(run('npx', ['--no-install', 'tsc', '--noEmit'])).toBe('');
    } finally {
      rmSync(file);
    }
  });

  test('synth for tests builds a Repository in memory', () => {
    const script = `import { Application, Cluster, Environment, RawObject, Repository } from 'cdk8s-gitops';
import { synth } from 'cdk8s-gitops/testing';
class Web extends Application {
  constructor(repository) { super(repository, 'web', {}); }
  resources(scope) { new RawObject(scope, 'web', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } }); }
}
const repository = new Repository({ url: 'https://git.example.com/shop.git' });
new Web(repository).overlay(new Environment(repository, 'prod', { cluster: Cluster.inCluster(repository) }));
const { files, objects } = await synth(repository);
console.log(files.has('apps/web/overlays/prod/kustomization.yaml'), objects.get('web-prod').length);`;
    expect(run(process.execPath, ['--input-type=module', '-e', script])).toBe('true 1\n');
  });

  test('the command tells its version, synthesizes, and is up to date the second time', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

    expect(run('npx', ['--no-install', 'gitops', '--version'])).toBe(`${version}\n`);
    run('git', ['init', '--quiet']);
    run('npx', ['--no-install', 'gitops', 'synth']);
    expect(readdirSync(join(project, 'gitops')).sort()).toContain('applications');
    expect(existsSync(join(project, 'gitops/apps/guestbook/overlays/staging/kustomization.yaml'))).toBe(true);
    expect(run('npx', ['--no-install', 'gitops', 'synth', '--check'])).toContain('up to date');
  });

  test('is one copy of constructs and cdk8s with the project', () => {
    expect(existsSync(join(project, 'node_modules/cdk8s-gitops/node_modules/constructs'))).toBe(false);
    expect(existsSync(join(project, 'node_modules/cdk8s-gitops/node_modules/cdk8s'))).toBe(false);
  });
});
