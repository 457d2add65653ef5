import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContentCache, NO_CACHE } from '../../src/host/content-cache.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'content-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const fileOf = (key: string): string => join(folder, key.slice(0, 2), key.slice(2));
const files = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );

test.each<[string, (file: string) => void]>([
  ['cut off', (file) => truncateSync(file, 70)],
  ['empty', (file) => truncateSync(file, 0)],
  ['of another content', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('value', 'other'))],
  ['of something else', (file) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00]))],
])('an entry that is %s counts as absent, is deleted and can be written again', async (_, damage) => {
  const cache = createContentCache(folder);
  const key = keyOf('damaged');
  await cache.set(key, 'the value');
  damage(fileOf(key));

  expect(await cache.get(key)).toBeUndefined();
  expect(files()).toEqual([]);
  await cache.set(key, 'the value');
  expect(await cache.get(key)).toBe('the value');
});

test('who reads while many write gets a whole entry or none, and nothing is left over', async () => {
  const keys = Array.from({ length: 5 }, (_, at) => keyOf(String(at)));
  const longValue = (key: string): string => key.repeat(2_000);
  const writers = Array.from({ length: 8 }, () => createContentCache(folder));
  const readers = Array.from({ length: 4 }, () => createContentCache(folder));
  const rounds = Array.from({ length: 10 }, (_, at) => at);

  const read = await Promise.all([
    ...writers.map(async (cache) => {
      for (const _ of rounds) for (const key of keys) await cache.set(key, longValue(key));
      return [];
    }),
    ...readers.map(async (cache) => {
      const found: (readonly [string, string | undefined])[] = [];
      for (const _ of rounds) for (const key of keys) found.push([key, await cache.get(key)]);
      return found;
    }),
  ]);

  for (const [key, value] of read.flat()) expect([undefined, longValue(key)]).toContain(value);
  expect(files()).toHaveLength(keys.length);
});

test('what was not used for longest is deleted until the rest fits, and what a killed writer left', async () => {
  const cache = createContentCache(folder, 2_500);
  const keys = ['old', 'middle', 'new'].map(keyOf);
  for (const key of keys) await cache.set(key, 'x'.repeat(1_000));
  for (const [at, key] of keys.entries()) utimesSync(fileOf(key), at + 1, at + 1);
  const left = `${fileOf(keys[2] ?? '')}.killed.tmp`;
  writeFileSync(left, 'half');
  utimesSync(left, 0, 0);

  await cache.prune();

  expect(await Promise.all(keys.map((key) => cache.get(key)))).toEqual([
    undefined,
    'x'.repeat(1_000),
    'x'.repeat(1_000),
  ]);
  expect(files()).toHaveLength(2);
});

test('a folder that cannot be written costs time and nothing else', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const cache = createContentCache(join(file, 'cache'));

  await cache.set(keyOf('a'), 'a');
  await cache.prune();

  expect(await cache.get(keyOf('a'))).toBeUndefined();
  expect(await NO_CACHE.get(keyOf('a'))).toBeUndefined();
});
