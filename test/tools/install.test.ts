import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainNpmFailure } from '../../tools/explain-npm-failure.mjs';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { type Clone, toolsClone } from './clone.js';

/**
 * Says that it runs, and waits until it may end: the script of a package, which npm runs before it has
 * finished.
 */
const INSTALL = `
const { appendFileSync, existsSync } = require('node:fs');
appendFileSync('../began', process.pid + '\\n');
const wait = () => existsSync('../go-on') || !existsSync('install.cjs') || setTimeout(wait, 20);
wait();`;

const LOCAL = { name: 'x', version: '1.0.0', dependencies: { own: 'file:own' } };
const LOCAL_LOCK = {
  name: 'x',
  version: '1.0.0',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': LOCAL,
    'node_modules/own': { resolved: 'own', link: true },
    own: { version: '1.0.0', hasInstallScript: true },
  },
};
const REMOTE_LOCK = {
  name: 'x',
  version: '1.0.0',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name: 'x', version: '1.0.0', dependencies: { left: '1.0.0' } },
    'node_modules/left': { version: '1.0.0', integrity: 'sha512-AAAA' },
  },
};

function localPackages(): Clone {
  return toolsClone({
    'package.json': JSON.stringify(LOCAL),
    'package-lock.json': JSON.stringify(LOCAL_LOCK),
    'own/package.json': '{"name":"own","version":"1.0.0","scripts":{"install":"node install.cjs"}}',
    'own/install.cjs': INSTALL,
  });
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) endGroup(child);
});

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

function install({ folder, environment }: Clone, settings: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(folder, 'tools/install.mjs')], {
    cwd: folder,
    env: { ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  children.push(child);
  const run = { child, output: '', ended: new Promise<number | null>((resolve) => child.on('close', resolve)) };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (run.output += String(data)));
  return run;
}

/** Until the test's own time limit. */
async function until(what: () => boolean): Promise<void> {
  while (!what()) await sleep(20);
}

const timesBegun = (clone: Clone) => readFileSync(join(clone.folder, 'began'), 'utf8').trim().split('\n').length;
const letGoOn = (clone: Clone) => writeFileSync(join(clone.folder, 'go-on'), '');
const installed = (clone: Clone) => existsSync(join(clone.folder, 'node_modules/own/package.json'));

test('of two that start at once one installs, and the other waits and says for whom', async () => {
  const clone = localPackages();
  const first = install(clone);
  await until(() => existsSync(join(clone.folder, 'began')));
  const second = install(clone);
  await until(() => second.output.includes('waiting'));
  letGoOn(clone);

  expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
  expect(second.output).toContain(`process ${first.child.pid} installs the same packages: waiting`);
  expect(timesBegun(clone)).toBe(1);
  expect(installed(clone)).toBe(true);
  expect(existsSync(join(clone.folder, '.cache/install.lock'))).toBe(false);
});

test('one that was killed is gone on with by the next, and what is there is not installed again', async () => {
  const clone = localPackages();
  const first = install(clone);
  await until(() => existsSync(join(clone.folder, 'began')));
  process.kill(-Number(readFileSync(join(clone.folder, '.cache/install.lock/npm'), 'utf8')), 'SIGKILL');
  endGroup(first.child);
  await first.ended;
  letGoOn(clone);

  const second = install(clone);
  expect(await second.ended).toBe(0);
  const third = install(clone);
  expect(await third.ended).toBe(0);

  expect(installed(clone)).toBe(true);
  expect(timesBegun(clone)).toBe(2);
  expect(third.output).toBe('');
});

test('npm that goes on after its parent was killed is waited for', async () => {
  const clone = localPackages();
  const first = install(clone);
  await until(() => existsSync(join(clone.folder, 'began')));
  endGroup(first.child);
  const npm = readFileSync(join(clone.folder, '.cache/install.lock/npm'), 'utf8');
  const second = install(clone);
  await until(() => second.output.includes('waiting'));
  letGoOn(clone);

  expect(await second.ended).toBe(0);
  expect(second.output).toContain(`process ${npm} installs the same packages`);
  expect(timesBegun(clone)).toBe(1);
  expect(installed(clone)).toBe(true);
});

test('an interrupt ends npm, and leaves no lock', async () => {
  const clone = localPackages();
  const first = install(clone);
  await until(() => existsSync(join(clone.folder, 'began')));
  first.child.kill('SIGTERM');

  expect(await first.ended).toBe(1);
  expect(first.output).toContain('Stopped by SIGTERM');
  expect(existsSync(join(clone.folder, '.cache/install.lock'))).toBe(false);
});

describe('what npm says is told in one sentence, with what to do', () => {
  const remote = () =>
    toolsClone({
      'package.json': JSON.stringify(REMOTE_LOCK.packages['']),
      'package-lock.json': JSON.stringify(REMOTE_LOCK),
    });

  test('a registry that does not answer', async () => {
    const run = install(remote(), {
      npm_config_registry: 'http://me:geheim@127.0.0.1:1/',
      npm_config_fetch_retries: '0',
    });

    expect(await run.ended).toBe(1);
    expect(run.output).toMatch(
      /^\[install\] The npm registry refuses or does not answer: .*ECONNREFUSED.*\n {2}hint Set npm_config_registry .*HTTPS_PROXY/m,
    );
    expect(run.output).not.toContain('geheim');
  });

  test('a cache that cannot be written', async () => {
    const file = join(temporaryFolder({ file: '' }), 'file');
    const run = install(remote(), { npm_config_cache: join(file, 'cache') });

    expect(await run.ended).toBe(1);
    expect(run.output).toMatch(/^\[install\] npm cannot write: .*\n {2}hint .*npm_config_cache/m);
  });

  test('no npm', async () => {
    const clone = remote();
    rmSync(join(clone.folder, 'node_modules'), { recursive: true, force: true });
    const run = install(clone, { PATH: clone.folder });

    expect(await run.ended).toBe(1);
    expect(run.output).toContain("The command 'npm' is not on the PATH");
  });

  test.each([
    [
      'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
      'The disk is full: code ENOSPC',
      'npm_config_cache',
    ],
    ['npm error code EROFS\nnpm error rofs mkdir /home/me/.npm', 'npm cannot write', 'npm_config_cache'],
    [
      'npm error code E403\nnpm error 403 403 Forbidden - GET https://npm.example.com/left',
      'refuses or does not answer',
      'npm_config_registry',
    ],
    ['npm error code E407\nnpm error Proxy Authentication Required', 'refuses or does not answer', 'HTTPS_PROXY'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'not trusted', 'npm_config_cafile'],
    [
      'npm error code EINTEGRITY\nnpm error sha512-… integrity checksum failed',
      'not what package-lock.json names',
      'npm cache clean',
    ],
    [
      'npm error code ETARGET\nnpm error notarget No matching version found',
      'lacks what package-lock.json names',
      'npm_config_registry',
    ],
    ['npm error code EUSAGE\nnpm error `npm ci` can only install packages when', 'do not fit together', 'npm install'],
    ['npm error what nobody knows', '`npm ci` failed: what nobody knows', 'again'],
    ['', '`npm ci` failed: npm says nothing', 'again'],
  ])('%s', (output, message, hint) => {
    const { message: told, hint: advice } = explainNpmFailure(output);

    expect(told).toContain(message);
    expect(advice).toContain(hint);
  });
});
