import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GitopsError } from '../../src/errors.js';
import { acquireFileLock, type FileLockOptions, withFileLock } from '../../src/host/file-lock.js';
import { thisProcess } from '../../src/host/process-identity.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(directory, 'x.lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const timeout = { afterMs: 300, error: (path: string) => new GitopsError('GIT_LOCKED', `'${path}' is held`) };
const write = (holder: object) => writeFileSync(file, JSON.stringify(holder));

/** How many ran at once, at most. */
async function mostAtOnce(count: number, options: FileLockOptions = {}): Promise<number> {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
  };
  await Promise.all(Array.from({ length: count }, () => withFileLock(file, options, work)));
  return most;
}

/** A process that has ended. */
async function ended(): Promise<number> {
  const child = spawn('true');
  await new Promise((resolve) => child.on('close', resolve));
  return child.pid!;
}

test('one at a time, and nothing is left behind', async () => {
  expect(await mostAtOnce(8)).toBe(1);
  expect(readdirSync(directory)).toEqual([]);
});

test.each<[what: string, holder: () => object | Promise<object>, options: FileLockOptions]>([
  ['a process that ended', async () => ({ pid: await ended(), start: 'then', host: hostname(), token: 'a' }), {}],
  ['an earlier process with a pid that was used again', () => ({ ...thisProcess(), start: 'before', token: 'a' }), {}],
  ['an earlier process, in a record without a machine', () => ({ pid: process.pid, start: 'before', token: 'a' }), {}],
  ['nobody who can be read, where only this code makes the file', () => ({}), { unreadable: 'left' }],
])('the lock of %s is taken over by exactly one of many, and nothing is left behind', async (_, holder, options) => {
  write(await holder());

  expect(await mostAtOnce(8, options)).toBe(1);
  expect(readdirSync(directory)).toEqual([]);
});

test.each<[what: string, holder: object]>([
  ['a process that lives', thisProcess()],
  [
    'a process of another machine, of which nobody here can know',
    { pid: 1, start: 'then', host: `not-${hostname()}`, token: 'a' },
  ],
  ['another program, such as git', {}],
])('the lock of %s is waited for and never taken over', async (_, holder) => {
  write(holder);

  await expect(acquireFileLock(file, { timeout })).rejects.toMatchObject({
    code: 'GIT_LOCKED',
    message: `'${file}' is held`,
  });
  expect(readdirSync(directory)).toEqual(['x.lock']);
});

test('the lock of a process that is killed is had by who waits for it', async () => {
  const script = `const { writeFileSync, readFileSync } = require('fs');
    const stat = readFileSync('/proc/self/stat', 'latin1'); const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    writeFileSync(${JSON.stringify(file)}, JSON.stringify({ pid: process.pid, start: fields[19] + '@' + boot, host: require('os').hostname(), token: 'a' }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', script]);
  while (!existsSync(file)) await sleep(20);
  const heard: number[] = [];
  const waiting = withFileLock(file, { onWait: ({ pid }) => void heard.push(pid) }, async () => 'done');
  while (heard.length === 0) await sleep(20);

  child.kill('SIGKILL');

  expect(await waiting).toBe('done');
  expect(new Set(heard)).toEqual(new Set([child.pid]));
});

test('who waits can give up', async () => {
  const controller = new AbortController();
  await withFileLock(file, {}, async () => {
    const waiting = acquireFileLock(file, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

test('a lock that somebody else has taken meanwhile is not released', async () => {
  const lock = await acquireFileLock(file);
  write({ ...thisProcess(), token: 'somebody else' });

  lock.release();

  expect(existsSync(file)).toBe(true);
});
