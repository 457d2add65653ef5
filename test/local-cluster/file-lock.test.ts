import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from '../../src/local-cluster/file-lock.js';
import { mountSmallDisk, testWithSmallDisk } from '../helpers/full-disk.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(directory, 'x.lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** How many ran at once, at most. */
async function mostAtOnce(count: number): Promise<number> {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
  };
  await Promise.all(Array.from({ length: count }, () => withFileLock(file, {}, work)));
  return most;
}

test('one at a time, and nothing is left behind', async () => {
  expect(await mostAtOnce(8)).toBe(1);
  expect(readdirSync(directory)).toEqual([]);
});

test('the lock of a dead process is taken over by exactly one of many', async () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, start: 'another process that had this pid' }));

  expect(await mostAtOnce(8)).toBe(1);
});

test('an unreadable lock is a dead one', async () => {
  writeFileSync(file, 'half a');

  expect(await withFileLock(file, {}, async () => 'done')).toBe('done');
});

test('who waits hears for whom, and can give up', async () => {
  const heard: number[] = [];
  const controller = new AbortController();
  await withFileLock(file, {}, async () => {
    const waiting = withFileLock(
      file,
      { signal: controller.signal, onWait: ({ pid }) => void heard.push(pid) },
      async () => 'never',
    );
    await sleep(100);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  expect(heard).toEqual([process.pid]);
});

test('the lock is free again after work that threw', async () => {
  await expect(withFileLock(file, {}, () => Promise.reject(new RangeError('no')))).rejects.toThrow('no');

  expect(await withFileLock(file, {}, async () => 'done')).toBe('done');
});

test('a folder that cannot be written is an error that names it', async () => {
  writeFileSync(join(directory, 'file'), '');

  const locked = withFileLock(join(directory, 'file', 'x.lock'), {}, async () => 'never');

  await expect(locked).rejects.toMatchObject({
    code: 'LOCAL_STATE_UNUSABLE',
    message: expect.stringContaining(join(directory, 'file')),
  });
});

testWithSmallDisk('a full disk is an error that names the folder, and leaves nothing behind', async () => {
  using disk = mountSmallDisk(directory);
  disk.fill();
  const before = readdirSync(directory);

  const locked = withFileLock(file, {}, async () => 'never');

  await expect(locked).rejects.toMatchObject({
    code: 'LOCAL_STATE_UNUSABLE',
    message: `Cannot use '${directory}': ENOSPC in write`,
  });
  expect(readdirSync(directory)).toEqual(before);
});
