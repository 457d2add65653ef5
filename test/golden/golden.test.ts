import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKustomize } from '../../src/engines/kustomize/create-kustomize.js';
import type { Kustomize } from '../../src/engines/kustomize/kustomize.js';
import type { FileSet } from '../../src/files/file-set.js';
import type { Repository } from '../../src/model/repository.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { filesOf, readTree, writeTree } from './helpers.js';

/**
 * A case: `app.ts` builds the tree; where `before.ts` stands, its output is what the last commit held.
 * `UPDATE_GOLDEN=1` writes `expected/` anew.
 */
const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
let kustomize: Kustomize;
let cache: string;

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'golden-'));
  kustomize = createKustomize({ cacheDirectory: cache });
});

afterAll(async () => {
  await kustomize.close();
  rmSync(cache, { recursive: true, force: true });
});

async function synthesizeModule(folder: string, module: 'app' | 'before', previous?: FileSet): Promise<FileSet> {
  const { default: build } = (await import(join(folder, `${module}.ts`))) as { readonly default: () => Repository };
  return filesOf(await synthesize(build(), { kustomize, previous }));
}

test.each(cases.map(({ name }) => name))('%s', async (name) => {
  const folder = join(import.meta.dirname, name);
  const previous = readdirSync(folder).includes('before.ts') ? await synthesizeModule(folder, 'before') : undefined;

  const files = await synthesizeModule(folder, 'app', previous);

  if (process.env['UPDATE_GOLDEN']) writeTree(join(folder, 'expected'), files);
  expect(files.toJSON()).toEqual(readTree(join(folder, 'expected')).toJSON());
});

test.each(cases.map(({ name }) => name))('%s: the second synth gives the same bytes', async (name) => {
  const folder = join(import.meta.dirname, name);
  const previous = readdirSync(folder).includes('before.ts') ? await synthesizeModule(folder, 'before') : undefined;

  const once = await synthesizeModule(folder, 'app', previous);

  expect((await synthesizeModule(folder, 'app', previous)).toJSON()).toEqual(once.toJSON());
});
