import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Component } from '../../../src/local-cluster/provision/components.js';
import { goBuild } from '../../../src/local-cluster/provision/go-build.js';

const component: Component = {
  name: 'kube',
  version: 'v0',
  binaries: ['apiServer', 'kubectl'],
  module: 'tiny',
  package: '.',
  buildFlags: ['-ldflags=-X main.version=1.2.3'],
};
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'go-'));
  mkdirSync(join(directory, 'sources', 'tiny'), { recursive: true });
  writeFileSync(join(directory, 'sources', 'tiny', 'go.mod'), 'module tiny.local/tiny\n\ngo 1.22\n');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const writeMain = (body: string) => writeFileSync(join(directory, 'sources', 'tiny', 'main.go'), `package main\n\n${body}\n`, { mode: 0o444 });
const build = (signal?: AbortSignal, onPackages: (built: number, total: number) => void = () => undefined) =>
  goBuild({
    component,
    sources: join(directory, 'sources'),
    workDirectory: join(directory, 'work'),
    outputDirectory: join(directory, 'bin'),
    onPackages,
    signal,
  });

test('a module is built once and gets a second name per command', async () => {
  writeMain(
    'import (\n\t"fmt"\n\t"os"\n\t"path/filepath"\n)\n\nvar version string\n\nfunc main() { fmt.Println(filepath.Base(os.Args[0]), version) }',
  );
  const steps: [number, number][] = [];

  await build(undefined, (built, total) => void steps.push([built, total]));

  expect(execFileSync(join(directory, 'bin', 'kubectl'), { encoding: 'utf8' })).toBe('kubectl 1.2.3\n');
  expect(readlinkSync(join(directory, 'bin', 'kube-apiserver'))).toBe('kube');
  expect(steps.at(-1)?.[1]).toBeGreaterThan(10);
});

test('a build that fails shows what the compiler said', async () => {
  writeMain('func main() { undefinedName() }');

  await expect(build()).rejects.toMatchObject({ code: 'LOCAL_BUILD_FAILED', message: expect.stringContaining('undefined: undefinedName') });
});

test('a dependency that go.sum does not name is refused', async () => {
  writeFileSync(join(directory, 'sources', 'tiny', 'go.mod'), 'module tiny.local/tiny\n\ngo 1.22\n\nrequire golang.org/x/text v0.14.0\n');
  writeMain('import _ "golang.org/x/text/language"\n\nfunc main() {}');

  await expect(build()).rejects.toMatchObject({ code: 'LOCAL_BUILD_FAILED', message: expect.stringContaining('missing go.sum entry') });
});

test('an interrupted build ends at once', async () => {
  writeMain('func main() {}');

  await expect(build(AbortSignal.timeout(1))).rejects.toMatchObject({ code: 'INTERRUPTED' });
});

test('without Go the error says what to install', () => {
  writeMain('func main() {}');
  const bin = join(directory, 'only');
  mkdirSync(bin);
  symlinkSync('/usr/bin/env', join(bin, 'env'));
  const script = `
    const { goBuild } = await import('./src/local-cluster/provision/go-build.ts');
    const at = (name) => ${JSON.stringify(`${directory}/`)} + name;
    const options = { component: ${JSON.stringify(component)}, sources: at('sources'), workDirectory: at('work'), outputDirectory: at('bin'), onPackages: () => {} };
    await goBuild(options).catch((error) => console.log(error.code, error.hint));`;

  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env: { PATH: bin, HOME: directory },
    encoding: 'utf8',
  });

  expect(stdout).toMatch(/^LOCAL_GO_MISSING Install Go 1\.26/);
  expect(existsSync(join(directory, 'bin', 'kube'))).toBe(false);
});
