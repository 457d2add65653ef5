import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitopsError } from '../../../src/errors.js';
import { readJournal, transactionFolder } from '../../../src/git/output/journal.js';
import { isRecord } from '../../../src/manifest/kube-object.js';
import { toJson } from '../../../src/manifest/to-json.js';
import { DAMAGES, placesIn, replaced } from '../../helpers/damage.js';

const WHOLE = { version: 1, delete: [{ path: 'a.yaml', previous: 'x' }], write: [] };

test.each<[what: string, content: string]>([
  ['cut off', '{"version":1,"delete":['],
  ['null', 'null'],
  ['of another version', JSON.stringify({ ...WHOLE, version: 2 })],
  ['without deletions', JSON.stringify({ version: 1, write: [] })],
  ['of other types', JSON.stringify({ ...WHOLE, delete: 'a.yaml' })],
])('a journal that is %s is an error and deletes nothing', (_what, content) => {
  expect(read(content)).toThrow(expect.objectContaining({ code: 'FILES_INVALID_OWNERSHIP' }));
});

test('with any value at any place, or cut off anywhere, a journal has only texts for paths and hashes, or is an error', () => {
  const journal = { ...WHOLE, write: [{ path: 'b.yaml', staged: '0', hash: 'y', previous: 'z' }] };
  const text = JSON.stringify(journal);
  const isSound = (value: unknown): boolean =>
    isRecord(value) &&
    [value['delete'], value['write']].every(
      (list) =>
        Array.isArray(list) &&
        list.every((entry) => isRecord(entry) && Object.values(entry).every((one) => typeof one === 'string')),
    );
  const damaged = [
    ...placesIn(journal).flatMap((place) => DAMAGES.map((damage) => toJson(replaced(journal, place, damage)))),
    ...Array.from(text, (_, at) => text.slice(0, at)),
  ];
  const wrong = damaged.filter((content) => {
    try {
      return !isSound(read(content)());
    } catch (error) {
      return !(GitopsError.is(error) && ['FILES_INVALID_OWNERSHIP', 'FILES_UNSAFE_PATH'].includes(error.code));
    }
  });

  expect(read(text)()).toEqual(journal);
  expect(wrong).toEqual([]);
});

test('a journal leads to nothing outside of the output', () => {
  expect(read(JSON.stringify({ ...WHOLE, delete: [{ path: '../a', previous: 'x' }] }))).toThrow("'../a'");
  expect(read(JSON.stringify({ ...WHOLE, write: [{ path: 'a', staged: '../../b', hash: 'x' }] }))).toThrow("'../../b'");
  expect(read(JSON.stringify(WHOLE))()).toEqual(WHOLE);
});

/** Reads a journal with this content. */
function read(content: string): () => unknown {
  return () => {
    const directory = mkdtempSync(join(tmpdir(), 'journal-'));
    try {
      mkdirSync(transactionFolder(directory), { recursive: true });
      writeFileSync(join(transactionFolder(directory), 'journal.json'), content);
      return readJournal(directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  };
}
