import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyStore } from '../../src/local-cluster/key-store.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('all keys of a cluster are made, readable by their owner only', () => {
  keyStore.ensure(directory, new Date());

  const files = readdirSync(join(directory, 'pki')).sort();
  expect(files).toEqual([
    'admin.crt',
    'admin.key',
    'apiserver.crt',
    'apiserver.key',
    'ca.crt',
    'ca.key',
    'deployer.crt',
    'deployer.key',
    'sa.key',
    'sa.pub',
  ]);
  for (const file of files) expect(statSync(join(directory, 'pki', file)).mode & 0o077).toBe(0);
});

test('keys that are there stay', () => {
  keyStore.ensure(directory, new Date());
  const before = keyStore.read(directory, 'ca');

  keyStore.ensure(directory, new Date());

  expect(keyStore.read(directory, 'ca')).toEqual(before);
});
