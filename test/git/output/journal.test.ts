import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal, transactionFolder } from '../../../src/git/output/journal.js';

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
