// What tools/test.sh runs. Every step counts as one check, every test as one more; all run, also after a
// failure.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packagesAreMissing } from './install.mjs';
import { kustomizeBinary } from './kustomize-binary.mjs';
import { temporaryParent } from './temporary-parent.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const RESULTS = join(ROOT, '.cache/test-results.json');
const QUIET_SECONDS = 30;
/**
 * For glibc, which keeps what engines freed: the larger a process is, the longer it takes to start git
 * (jest.config.mjs).
 */
const GIVE_MEMORY_BACK = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  MALLOC_TRIM_THRESHOLD_: '1048576',
};
/** A test ends before optimised code earns back what it cost; as src/cli/compile-later.ts. */
const COMPILE_LATER = process.versions.v8.startsWith('11.') ? ['--interrupt-budget=1000000'] : [];
const filters = process.argv.slice(2);
const parent = temporaryParent();
const bin = (path) => [process.execPath, join(ROOT, 'node_modules', path)];

const count = { passed: 0, failed: 0 };
const failures = [];
const children = new Set();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));

process.chdir(ROOT);
const packages = withResolvers();
if (!packagesAreMissing()) packages.resolve(true);
const [built] = await Promise.all([
  build(),
  filters.length === 0 ? packages.promise.then((there) => (there ? checks() : undefined)) : undefined,
]);
if (await packages.promise) {
  if (built) process.env.KUSTOMIZE = kustomizeBinary();
  if (built && filters.length === 0)
    await step('gitops/ is what environments/ says', [process.execPath, 'lib/bin/gitops.js', 'synth', '--check']);
  await runTests();
}
report();

/**
 * Packages, lib/, the control plane and the commands that tests compare with; the checks begin as soon as the
 * packages are there.
 */
async function build() {
  const ok = await step('build', [process.execPath, 'tools/build.mjs', '--for', 'test'], {
    onMessage: ({ done }) => done === 'npm packages' && packages.resolve(true),
  });
  packages.resolve(!packagesAreMissing());
  return ok;
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.resolve = resolve;
  });
  return made;
}

/** Each keeps what it found by the content of the files; in a new checkout nothing is kept. */
async function checks() {
  const kept = (name) => join('.cache', name);
  await step('types', [
    ...bin('typescript/bin/tsc'),
    ...['--noEmit', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', kept('types.tsbuildinfo')],
  ]);
  await step('format and lint', [...bin('@biomejs/biome/bin/biome'), 'check', '--log-level=warn']);
  await step('layers', [
    ...bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    ...['--config', '.dependency-cruiser.mjs', '--cache', kept('layers'), '--cache-strategy', 'content'],
    ...['src', 'apps', 'environments'],
  ]);
  await step('unused code', [...bin('knip/bin/knip.js'), '--cache', '--cache-location', kept('knip')]);
}

async function runTests() {
  rmSync(RESULTS, { force: true });
  mkdirSync(dirname(RESULTS), { recursive: true });
  const code = await run(
    'tests',
    [
      process.execPath,
      // V8 optimizes WebAssembly for minutes of work; an engine in a test works for less than a second
      '--liftoff-only',
      '--max-semi-space-size=4', // as GIVE_MEMORY_BACK
      ...COMPILE_LATER,
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--json',
      `--outputFile=${RESULTS}`,
      ...filters,
    ],
    { hideOutput: true, settings: { TMPDIR: parent } },
  );
  const results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : undefined;
  if (results === undefined) return fail('tests', 'jest ended without a result');
  count.passed += results.numPassedTests;
  count.failed += results.numFailedTests;
  for (const file of results.testResults) {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) failures.push(`${relativePath(file.name)}: ${test.fullName}`);
    if (file.status === 'failed' && failed.length === 0) fail(relativePath(file.name), 'the file does not run');
  }
  if (code !== 0 && count.failed === 0) fail('tests', `jest ended with ${code}`);
  tellSkipped(results.testResults);
}

/** Tests that need a command that is not here, or to be root. In CI nothing may be left out. */
function tellSkipped(files) {
  for (const file of files) {
    const skipped = file.assertionResults.filter(({ status }) => status === 'pending');
    if (skipped.length === 0) continue;
    const what = `${skipped.length} skipped, such as '${skipped[0].fullName}'`;
    if (process.env.CI) fail(relativePath(file.name), what);
    else console.log(`[test] ${relativePath(file.name)}: ${what}`);
  }
}

/** One check that is not a test: passes when the command ends with 0. */
async function step(name, command, options) {
  if (interrupted) return false;
  const code = await run(name, command, options);
  if (code === 0) count.passed++;
  else fail(name, `ended with ${code}`);
  return code === 0;
}

function run(name, command, { hideOutput = false, settings = {}, onMessage } = {}) {
  if (interrupted) return Promise.resolve(130);
  const started = performance.now();
  let lastSign = started;
  console.log(`[test] ${name} …`);
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe', ...(onMessage ? ['ipc'] : [])],
      env: { ...process.env, ...GIVE_MEMORY_BACK, ...settings, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    children.add(child);
    if (onMessage) child.on('message', onMessage);
    const show = (stream, output) => {
      // Whole lines, because others write meanwhile.
      createInterface({ input: stream }).on('line', (line) => {
        lastSign = performance.now();
        output.write(`${line}\n`);
      });
    };
    // jest --json prints the results on standard output; people read its standard error.
    if (hideOutput) child.stdout.resume();
    else show(child.stdout, process.stdout);
    show(child.stderr, process.stderr);
    const timer = setInterval(() => {
      if (performance.now() - lastSign < QUIET_SECONDS * 1000) return;
      lastSign = performance.now();
      console.log(`[test] ${name}: still running after ${seconds(started)} s`);
    }, 1000);
    child.on('close', async (code, signal) => {
      clearInterval(timer);
      children.delete(child);
      await stopClustersOf(child.pid);
      console.log(`[test] ${name}: ${code === 0 ? 'ok' : `failed (${signal ?? code})`}, ${seconds(started)} s`);
      resolve(code ?? 1);
    });
  });
}

/** jest's own teardown does this, but not when jest was killed. */
async function stopClustersOf(pid) {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(`cdk8s-gitops-test-${pid}-`))) {
    const stateDirectory = join(parent, name, 'clusters');
    const load = (file) => import(pathToFileURL(join(ROOT, 'lib/local-cluster', file)).href);
    const { listLocalClusters } = await load('list-local-clusters.js');
    const { stopLocalCluster } = await load('stop-local-cluster.js');
    for (const cluster of await listLocalClusters({ stateDirectory }))
      await stopLocalCluster({ stateDirectory, name: cluster.name });
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function stop(signal) {
  if (interrupted) process.exit(130);
  interrupted = true;
  console.log(`\n[test] ${signal}: stopping`);
  for (const child of children) child.kill('SIGTERM');
}

function fail(name, why) {
  count.failed++;
  failures.push(`${name}: ${why}`);
}

function report() {
  if (interrupted) fail('check', 'interrupted');
  for (const failure of failures) console.log(`[test] FAILED ${failure}`);
  console.log(`${count.passed} passed, ${count.failed} failed`);
  const code = count.failed > 0 ? 1 : 0;
  process.exitCode = interrupted ? 130 : code;
}

function seconds(since) {
  return Math.round((performance.now() - since) / 1000);
}

function relativePath(file) {
  return file.startsWith(`${ROOT}/`) ? file.slice(ROOT.length + 1) : file;
}
