import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../src/host/with-temporary-folder.js';

const FILES: [string, string][] = [['a/b.txt', 'text']];

test('holds its files, for this user alone, and is gone after the work', async () => {
  const folder = await withTemporaryFolder('test', FILES, async (path) => {
    expect(readFileSync(join(path, 'a/b.txt'), 'utf8')).toBe('text');
    expect(statSync(path).mode & 0o777).toBe(0o700);
    return path;
  });

  expect(existsSync(folder)).toBe(false);
});

test('is gone after work that fails', async () => {
  let folder = '';
  const work = withTemporaryFolder('test', [], async (path) => {
    folder = path;
    throw new Error('broken');
  });

  await expect(work).rejects.toThrow('broken');
  expect(existsSync(folder)).toBe(false);
});

test('is gone when the process ends before the work does', async () => {
  const before = process.listeners('exit');
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const opened = new Promise<string>((resolve) => {
    withTemporaryFolder('test', FILES, async (path) => {
      resolve(path);
      await ended;
    });
  });
  const folder = await opened;
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));

  for (const listener of added) listener.call(process, 130);

  expect(added).toHaveLength(1);
  expect(existsSync(folder)).toBe(false);
  end();
});
