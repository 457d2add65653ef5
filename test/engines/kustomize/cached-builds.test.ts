import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createKustomize } from '../../../src/engines/kustomize/create-kustomize.js';
import type { BuildRequest, Kustomize } from '../../../src/engines/kustomize/kustomize.js';
import { GitopsError } from '../../../src/errors.js';
import { FileSet } from '../../../src/files/file-set.js';
import { damagedTree, kustomizeTree, type Tree } from './kustomizations.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 15);
let folder: string;
let uncached: Kustomize;
let opened: Kustomize[];

beforeAll(() => {
  uncached = createKustomize({ workers: 1 });
});
afterAll(() => uncached.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cached-builds-'));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** As a further process has it. */
function open(): Kustomize {
  const kustomize = createKustomize({ cacheDirectory: folder, workers: 1 });
  opened.push(kustomize);
  return kustomize;
}

async function answer(kustomize: Kustomize, request: BuildRequest): Promise<unknown> {
  const [built] = await kustomize.buildMany([request]);
  return GitopsError.is(built)
    ? { code: built.code, message: built.message, hint: built.hint, source: built.source }
    : built;
}

const requestOf = (tree: Tree): BuildRequest => ({ files: FileSet.of(tree), directory: 'overlay' });

test('what is kept, results and failures, is what is built, and the second run starts no engine', async () => {
  let failures = 0;
  const first = open();
  await fc.assert(
    fc.asyncProperty(fc.oneof(kustomizeTree, damagedTree), async (tree) => {
      const built = await answer(uncached, requestOf(tree));
      if (!Array.isArray(built)) failures++;

      expect(await answer(first, requestOf(tree))).toEqual(built);
      const second = open();
      expect(await answer(second, requestOf(tree))).toEqual(built);
      expect(second.enginesStarted).toBe(0);
      expect(await answer(uncached, { ...requestOf(tree), isComplete: true })).toEqual(built);
    }),
    { numRuns: RUNS, seed: 1 },
  );
  expect(failures).toBeGreaterThan(0);
  expect(failures).toBeLessThan(RUNS);
});

const BASE = {
  'overlay/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\n',
  'base/kustomization.yaml': 'resources: [one.yaml]\n',
  'base/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
};

test.each<[string, Tree, Partial<BuildRequest>, 0 | 1]>([
  ['the same', BASE, {}, 0],
  ['a file elsewhere', { ...BASE, 'other/one.yaml': 'a: b\n' }, {}, 0],
  ['a file of a base', { ...BASE, 'base/one.yaml': BASE['base/one.yaml'].replace('one', 'two') }, {}, 1],
  ['another option', BASE, { flags: { reorder: 'legacy' } }, 1],
  ['a name of the folder', { ...BASE, 'copy/kustomization.yaml': 'resources: [../base]\n' }, { directory: 'copy' }, 1],
])('%s starts an engine when it has a say only', async (_, tree, more, started) => {
  await answer(open(), requestOf(BASE));
  const again = open();

  await answer(again, { ...requestOf(tree), ...more });

  expect(again.enginesStarted).toBe(started);
});

test.each([
  ['a result', BASE],
  ['a failure', { ...BASE, 'base/one.yaml': 'kind: ConfigMap\n' }],
])('%s that is damaged on disk is made again', async (_, tree) => {
  const built = await answer(open(), requestOf(tree));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) truncateSync(join(entry.parentPath, entry.name), 80);
  const again = open();

  expect(await answer(again, requestOf(tree))).toEqual(built);
  expect(again.enginesStarted).toBe(1);
});

test('a failure is kept without what it quotes of a Secret being told', async () => {
  const tree = {
    'overlay/kustomization.yaml':
      'secretGenerator: [{name: s, literals: [password=hunter2hunter2, password=hunter2hunter2]}]\n',
  };
  const first = await answer(open(), requestOf(tree));

  expect(await answer(open(), requestOf(tree))).toEqual(first);
  expect(JSON.stringify(first)).not.toContain('hunter2');
});
