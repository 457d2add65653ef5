import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Component } from '../../../src/local-cluster/provision/components.js';
import { goBuild } from '../../../src/local-cluster/provision/go-build.js';
import { mountSmallDisk, testWithSmallDisk } from '../../helpers/full-disk.js';

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

const writeMain = (body: string) =>
  writeFileSync(join(directory, 'sources', 'tiny', 'main.go'), `package main\n\n${body}\n`, { mode: 0o444 });
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

  await expect(build()).rejects.toMatchObject({
    code: 'LOCAL_BUILD_FAILED',
    message: expect.stringContaining('undefined: undefinedName'),
  });
});

test('a dependency that go.sum does not name is refused', async () => {
  writeFileSync(
    join(directory, 'sources', 'tiny', 'go.mod'),
    'module tiny.local/tiny\n\ngo 1.22\n\nrequire golang.org/x/text v0.14.0\n',
  );
  writeMain('import _ "golang.org/x/text/language"\n\nfunc main() {}');

  await expect(build()).rejects.toMatchObject({
    code: 'LOCAL_BUILD_FAILED',
    message: expect.stringContaining('missing go.sum entry'),
  });
});

test('an interrupted build ends at once', async () => {
  writeMain('func main() {}');

  await expect(build(AbortSignal.timeout(1))).rejects.toMatchObject({ code: 'INTERRUPTED' });
});

/**
 * The build in a process of its own, whose environment it inherits. Returns the error's code, message and
 * hint; nothing when it builds.
 */
function buildWith(environment: NodeJS.ProcessEnv): string {
  const script = `
    const { goBuild } = await import('./src/local-cluster/provision/go-build.ts');
    const at = (name) => ${JSON.stringify(`${directory}/`)} + name;
    const options = { component: ${JSON.stringify(component)}, sources: at('sources'), workDirectory: at('work'), outputDirectory: at('bin'), onPackages: () => {} };
    await goBuild(options).catch((error) => console.log(error.code, error.message, error.hint));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env: environment,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

const PATH = process.env['PATH'];
const MISSING_MODULE = 'require golang.org/x/text v0.14.0\n';
const MISSING_SUM =
  'golang.org/x/text v0.14.0 h1:ScX5w1eTa3QqT8oi6+ziP7dTV1S2+ALU0bI+0zXKWiQ=\ngolang.org/x/text v0.14.0/go.mod h1:18ZOQIKpY8NJVqYksKHtTdi31H5itFRjB5/qKTNYzSU=\n';

describe('what a machine can lack', () => {
  const writeModule = (go: string, rest = '') =>
    writeFileSync(join(directory, 'sources', 'tiny', 'go.mod'), `module tiny.local/tiny\n\ngo ${go}\n${rest}`);

  test('Go: the error says what to install', () => {
    writeMain('func main() {}');

    expect(buildWith({ PATH: directory, HOME: directory })).toMatch(
      /^LOCAL_GO_MISSING The command 'go' is not on the PATH Install Go 1\.26/,
    );
    expect(existsSync(join(directory, 'bin', 'kube'))).toBe(false);
  });

  test('a Go that is new enough: it is told, and no other Go is downloaded unasked', () => {
    writeMain('func main() {}');
    writeModule('1.999.0');

    expect(buildWith({ PATH, HOME: directory, GOPROXY: 'off' })).toMatch(
      /^LOCAL_GO_MISSING 'go' is 1\.\S+, and 1\.999\.0 or newer is needed Install Go.*GOTOOLCHAIN=auto/,
    );
  });

  test('a module proxy that answers', () => {
    writeMain('import _ "golang.org/x/text/language"\n\nfunc main() {}');
    writeModule('1.22', MISSING_MODULE);
    writeFileSync(join(directory, 'sources', 'tiny', 'go.sum'), MISSING_SUM);

    expect(buildWith({ PATH, HOME: directory, GOPROXY: 'off' })).toMatch(
      /^LOCAL_BUILD_FAILED The Go module proxy refuses or does not answer: .*GOPROXY=off Set GOPROXY/,
    );
    expect(buildWith({ PATH, HOME: directory, GOPROXY: 'https://me:geheim@127.0.0.1:1' })).toMatch(
      /^LOCAL_BUILD_FAILED The Go module proxy refuses or does not answer: (?!.*geheim).*connection refused.*HTTPS_PROXY/,
    );
  });

  test('a folder for the caches that can be written', () => {
    writeMain('func main() {}');
    writeFileSync(join(directory, 'file'), '');

    expect(buildWith({ PATH, HOME: join(directory, 'file') })).toMatch(
      /^LOCAL_STATE_UNUSABLE Go cannot write: .*not a directory Make the folder writable, or set GOMODCACHE, GOCACHE/,
    );
  });

  testWithSmallDisk('room on the disk', () => {
    writeMain('import "fmt"\n\nfunc main() { fmt.Println() }');
    const cache = join(directory, 'small');
    mkdirSync(cache);
    using disk = mountSmallDisk(cache);
    mkdirSync(join(cache, 'go'));
    disk.fill();

    expect(buildWith({ PATH, HOME: directory, GOCACHE: join(cache, 'go') })).toMatch(
      /^LOCAL_STATE_UNUSABLE The disk is full: .* Free some space/,
    );
  });

  test('a home folder: that of the account is taken, and settings for other builds do not matter', () => {
    writeMain('func main() {}');
    const { HOME: _, ...homeless } = process.env;

    expect(
      buildWith({ ...homeless, GOOS: 'plan9', GOFLAGS: '-mod=vendor', GO111MODULE: 'off', GOWORK: '/nonexistent' }),
    ).toBe('');
    expect(spawnSync(join(directory, 'bin', 'kube')).status).toBe(0);
  });
});
