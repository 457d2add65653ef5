import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess } from '../../src/host/process-identity.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { pathWith } from './clone.js';

/** Tells its caches, fills the one that Go makes read-only, and does what it is told. */
const SCRIPT = (then: string) => `
const { appendFileSync, chmodSync, mkdirSync, writeFileSync } = require('node:fs');
const { GOMODCACHE, XDG_CACHE_HOME, XDG_STATE_HOME, npm_config_cache, GOCACHE, TMPDIR } = process.env;
mkdirSync(GOMODCACHE + '/a', { recursive: true });
writeFileSync(GOMODCACHE + '/a/' + process.pid, '');
chmodSync(GOMODCACHE + '/a', 0o555);
appendFileSync(process.env.RECORD, JSON.stringify({ pid: process.pid, folder: process.cwd(), GOMODCACHE, XDG_CACHE_HOME, XDG_STATE_HOME, npm_config_cache, GOCACHE, TMPDIR }) + '\\n');
${then}`;

const DEMO = SCRIPT("console.log('[build] step 1 of 2: library: 3.5 s');");
const DOWN =
  "require('node:fs').appendFileSync(process.env.RECORD, JSON.stringify({ down: process.argv.slice(2) }) + '\\n');";

/** A repository whose demo and tests are these scripts. */
function repository(test: string, demo = DEMO): string {
  const folder = temporaryFolder({
    'package.json': JSON.stringify({ scripts: { demo: 'node demo.cjs', test: 'node test.cjs' } }),
    'demo.cjs': demo,
    'test.cjs': test,
    'lib/bin/gitops.js': DOWN,
  });
  mkdirSync(join(folder, '.ci'));
  copyFileSync('.ci/run', join(folder, '.ci/run'));
  chmodSync(join(folder, '.ci/run'), 0o755);
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'first');
  return folder;
}

interface Recorded {
  readonly pid?: number;
  readonly folder?: string;
  readonly down?: readonly string[];
  readonly [setting: string]: unknown;
}

/** Nothing is installed on the machine that runs this test. */
const environment = (record: string): NodeJS.ProcessEnv => {
  const { CI: _, ...rest } = process.env;
  return {
    ...rest,
    RECORD: record,
    KUSTOMIZE: '/own/kustomize',
    PATH: `${pathWith({ 'apt-get': 'exit 1' })}:${process.env['PATH']}`,
  };
};

function ci(folder: string, words: readonly string[] = [], settings: NodeJS.ProcessEnv = {}) {
  const record = join(temporaryFolder(), 'record');
  writeFileSync(record, '');
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, '.ci/run'), ...words], {
    env: { ...environment(record), ...settings },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, output: stdout + stderr, last: stdout.trimEnd().split('\n').at(-1), records: readRecords(record) };
}

function readRecords(file: string): readonly Recorded[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Recorded);
}

const passing = SCRIPT("console.log('[test] types: ok, 7 s'); console.log('41 passed, 0 failed');");

test('the demo and then the tests run in one clean checkout with empty caches of its own, and all of it is removed', () => {
  const folder = repository(passing);
  writeFileSync(join(folder, 'not-committed'), '');

  const { status, output, last, records } = ci(folder);

  const [demo, down, check] = records;
  expect({ status, last }).toEqual({ status: 0, last: '42 passed, 0 failed' });
  expect(check?.folder).toBe(demo?.folder);
  expect(down?.down).toEqual(['local', 'down', '--name', 'demo']);
  const work = dirname(String(demo?.folder));
  for (const setting of ['GOMODCACHE', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'npm_config_cache'])
    expect(String(demo?.[setting])).toContain(work);
  expect(String(demo?.['GOCACHE'])).not.toContain(work);
  expect(output).toMatch(/without these changes that are not committed:\n\?\? not-committed/);
  expect(output).toMatch(
    /demo\n {2}library: 3\.5 s\nnpm test\n {2}types: 7 s\ndemo: \d+ s\nnpm test: \d+ s\nwhole: \d+ s\n/,
  );
  expect(existsSync(work)).toBe(false);
});

test('with --empty-gocache the build cache is empty, too', () => {
  const { records } = ci(repository(passing), ['--empty-gocache']);

  expect(String(records[0]?.['GOCACHE'])).toContain(dirname(String(records[0]?.folder)));
});

test.each([
  ['a demo that fails', passing, 'process.exit(1);', '41 passed, 1 failed'],
  ['tests that fail', "console.log('39 passed, 2 failed'); process.exit(1);", DEMO, '40 passed, 2 failed'],
  [
    'a failure without a failed test',
    "console.log('39 passed, 0 failed'); process.exit(1);",
    DEMO,
    '40 passed, 1 failed',
  ],
  ['tests that end without a result', 'process.exit(0);', DEMO, '1 passed, 1 failed'],
])('%s', (_name, check, demo, expected) => {
  const { status, last, records } = ci(repository(check, demo));

  expect({ status, last }).toEqual({ status: 1, last: expected });
  for (const { folder } of records) if (folder !== undefined) expect(existsSync(dirname(folder))).toBe(false);
});

test('an option that does not exist is refused before anything is made', () => {
  const { status, last, output, records } = ci(repository(passing), ['--empty']);

  expect({ status, last, records }).toEqual({ status: 1, last: '0 passed, 1 failed', records: [] });
  expect(output).toContain("unknown option '--empty'");
});

test('in CI nothing may be skipped: a shell that cannot be installed is a failure', () => {
  const tools = Object.fromEntries(
    ['bash', 'dirname', 'git', 'id', 'node', 'npm', 'mktemp'].map((name) => [name, 'real']),
  );
  const { status, last, output } = ci(repository(passing), [], {
    CI: 'true',
    PATH: pathWith({ ...tools, 'apt-get': 'exit 1' }),
  });

  expect({ status, last }).toEqual({ status: 1, last: '0 passed, 1 failed' });
  expect(output).toMatch(/install the Debian packages zsh fish/);
});

test('an interrupt ends all that runs, stops its clusters and removes everything', async () => {
  const record = join(temporaryFolder(), 'record');
  writeFileSync(record, '');
  const child = spawn('bash', [join(repository(SCRIPT('setInterval(() => {}, 1000);')), '.ci/run')], {
    env: environment(record),
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const running = () =>
    readRecords(record).find(({ folder, TMPDIR }) => folder !== undefined && TMPDIR !== join(dirname(folder), 'tmp'));
  while (running() === undefined) await sleep(50); // until the test's own time limit
  child.kill('SIGTERM');

  expect(await ended).toBe(130);
  expect(existsSync(dirname(String(running()?.folder)))).toBe(false);
  expect(readRecords(record).at(-1)?.down).toEqual(['local', 'down', '--all']);
  expect(identifyProcess(Number(running()?.pid))).toBeUndefined();
});
