import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { limitConcurrency } from '../../../src/engines/native/limit-concurrency.js';
import { GitopsError } from '../../../src/errors.js';
import { FileSet } from '../../../src/files/file-set.js';
import { groupBy } from '../../../src/manifest/group-by.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { parseObjects } from '../../../src/manifest/yaml.js';
import { kustomizeBinary } from '../../../tools/kustomize-binary.mjs';
import { withKustomize } from '../../synth/with-kustomize.js';
import { damagedTree, kustomizeTree, type Tree } from './kustomizations.js';
import { mutatedRealWorld, realWorld, topmost } from './real-world-kustomizations.js';

/** A failure prints its seed; FUZZ_SEED and FUZZ_RUNS look elsewhere and longer. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25);
const run = promisify(execFile);
const binary = kustomizeBinary();
const kustomize = withKustomize();

/** The objects, or that it is refused: never anything else. */
type Answer = readonly KubeObject[] | 'refused';

async function command(tree: Tree, directory = 'overlay'): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-generated-'));
  try {
    for (const [path, content] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await answerIn(folder, directory);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answerIn(folder: string, directory: string): Promise<Answer> {
  try {
    const { stdout } = await run(binary, ['build', join(folder, directory)], {
      env: { HOME: folder },
      maxBuffer: 1 << 26,
    });
    return stdout.trim() === '' ? [] : parseObjects(stdout, 'native');
  } catch (error) {
    // It prints what is no Kubernetes object, and whoever reads that refuses it.
    if (GitopsError.is(error)) return 'refused';
    if (typeof (error as { code?: unknown }).code !== 'number') throw error;
    return 'refused';
  }
}

async function ours(tree: Tree, directory = 'overlay'): Promise<Answer> {
  try {
    return await kustomize().build(FileSet.of(tree), directory);
  } catch (error) {
    if (GitopsError.is(error) && (error.code === 'ENGINE_KUSTOMIZE_FAILED' || error.code.startsWith('MANIFEST_')))
      return 'refused';
    throw error;
  }
}

test.each([
  ['every field and any of their combinations', kustomizeTree],
  ['files that people, merges and transfers damaged', damagedTree],
])(
  '%s give what the real command gives, and are refused where it refuses',
  async (_, trees) => {
    let built = 0;
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        const real = await command(tree);
        if (real !== 'refused') built++;

        expect(await ours(tree)).toEqual(real);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(built).toBeGreaterThan(RUNS / 20);
  },
  600_000,
);

test('kustomizations of well-known projects give what the real command gives', async () => {
  const limit = limitConcurrency();
  const all = realWorld();
  const found = [...groupBy(all, ({ project }) => project)].map(([project, { length }]) => [project, length]);
  expect(Object.fromEntries(found)).toEqual({
    'argo-cd': 31,
    cadvisor: 3,
    kwok: 13,
    own: 12,
    'pod-security-admission': 2,
  });

  const answers = await Promise.all(
    topmost(all).map(
      async ({ tree, directory, folder }) =>
        [directory, await ours(tree, directory), await limit(() => answerIn(folder, directory))] as const,
    ),
  );

  for (const [directory, mine, real] of answers) expect([directory, mine]).toEqual([directory, real]);
  expect(answers.filter(([, , real]) => real !== 'refused')).toHaveLength(23);
  expect(answers).toHaveLength(28);
});

test('mixed with each other and damaged, they give what it gives, and are refused where it refuses', async () => {
  let built = 0;
  await fc.assert(
    fc.asyncProperty(mutatedRealWorld(), async ({ tree, directory }) => {
      const real = await command(tree, directory);
      if (real !== 'refused') built++;

      expect(await ours(tree, directory)).toEqual(real);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(built).toBeGreaterThan(RUNS / 5);
});
