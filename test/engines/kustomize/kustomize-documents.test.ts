import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { GitopsError } from '../../../src/errors.js';
import { FileSet } from '../../../src/files/file-set.js';
import { parseObjects } from '../../../src/manifest/yaml.js';
import { kustomizeBinary } from '../../../tools/kustomize-binary.mjs';
import { withKustomize } from '../../synth/with-kustomize.js';
import type { Tree } from './kustomizations.js';

// What engines/kustomize/adapt/faster.go leaves out must change nothing.

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25);
const run = promisify(execFile);
const binary = kustomizeBinary();
const kustomize = withKustomize();

async function real(tree: Tree): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-documents-'));
  try {
    for (const [path, content] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const { stdout } = await run(binary, ['build', join(folder, 'overlay')], { env: { HOME: folder } });
    return parseObjects(stdout, 'native');
  } catch {
    return 'refused';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ours(tree: Tree): Promise<unknown> {
  try {
    return await kustomize().build(FileSet.of(tree), 'overlay');
  } catch (error) {
    if (GitopsError.is(error)) return 'refused';
    throw error;
  }
}

const KEYS = ['a', 'b', 'c', '"<<"', '""', 'null', '1', '"1"', '? [x]'];
const leaf = fc.constantFrom(
  '1',
  'x',
  'null',
  '""',
  '&one y',
  '*one',
  '&one {a: 1, b: [2]}',
  '&two {c: 1, <<: {d: 2}}',
  '*two',
  '{}',
  '[]',
  '!!str 7',
);
const { value } = fc.letrec<{ value: string; map: string; list: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('map'), tie('list')),
  list: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  map: fc
    .record({
      fields: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', ...KEYS), tie('value')), { maxLength: 4 }),
      merge: fc.constantFrom('', '', '', '<<: *one', '<<: [*one, *two]', '<<: {m: 1}'),
    })
    .map(({ fields, merge }) => {
      const all = [...fields.map(([key, text]) => `${key}: ${text}`), ...(merge === '' ? [] : [merge])];
      return `{${all.join(', ')}}`;
    }),
}));

/** No anchor holds an alias to itself: the command ends with a stack overflow then. */
const document = fc
  .record({ first: value, fields: fc.array(value, { minLength: 1, maxLength: 4 }) })
  .map(({ first, fields }) =>
    [
      'apiVersion: example.com/v1',
      'kind: Thing',
      'metadata: {name: thing}',
      'zero: &one {p: 1, q: {r: 2}}',
      'base: &two {<<: *one, p: 3}',
      `first: ${first}`,
      ...fields.map((field, at) => `f${at}: ${field}`),
    ].join('\n'),
  );

test('anchors, aliases, merges and odd keys give what the real command gives, and are refused where it refuses', async () => {
  let built = 0;
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      const tree = { 'overlay/kustomization.yaml': 'resources: [thing.yaml]\n', 'overlay/thing.yaml': `${text}\n` };
      const wanted = await real(tree);
      if (wanted !== 'refused') built++;

      expect(await ours(tree)).toEqual(wanted);
    }),
    { numRuns: RUNS, seed: Number(process.env['FUZZ_SEED'] ?? 1) },
  );
  expect(built).toBeGreaterThan(RUNS / 10);
});

const thing = (rest: string): string => `apiVersion: v1\n${rest}\n`;

test.each<[string, string, string, 'built' | 'refused']>([
  ['the same object', 'kind: ConfigMap\nmetadata: {name: a}', 'kind: ConfigMap\nmetadata: {name: a}', 'refused'],
  [
    'default and no namespace',
    'kind: Pod\nmetadata: {name: a}',
    'kind: Pod\nmetadata: {name: a, namespace: default}',
    'refused',
  ],
  [
    'two namespaces',
    'kind: Pod\nmetadata: {name: a, namespace: b}',
    'kind: Pod\nmetadata: {name: a, namespace: c}',
    'built',
  ],
  ['two kinds', 'kind: Pod\nmetadata: {name: a}', 'kind: ConfigMap\nmetadata: {name: a}', 'built'],
  [
    'cluster-wide',
    'kind: Namespace\nmetadata: {name: a, namespace: b}',
    'kind: Namespace\nmetadata: {name: a}',
    'refused',
  ],
  ['two names', 'kind: Pod\nmetadata: {name: a}', 'kind: Pod\nmetadata: {name: b}', 'built'],
])('objects with one name: %s', async (_, one, other, wanted) => {
  const tree = {
    'overlay/kustomization.yaml': 'resources: [../one, ../other, third.yaml]\n',
    'overlay/third.yaml': thing('kind: Service\nmetadata: {name: a}'),
    'one/kustomization.yaml': 'resources: [one.yaml]\n',
    'one/one.yaml': thing(one),
    'other/kustomization.yaml': 'resources: [other.yaml]\nconfigurations: [names.yaml]\n',
    'other/other.yaml': thing(other),
    'other/names.yaml':
      'nameReference:\n- {kind: Pod, version: v1, fieldSpecs: [{path: spec/pod, kind: Service}, {path: spec/pod, kind: Service}]}\n- {kind: Thing, fieldSpecs: [{path: spec/thing, kind: Service}]}\n',
  };

  const built = await ours(tree);
  expect(built).toEqual(await real(tree));
  expect(built === 'refused' ? 'refused' : 'built').toBe(wanted);
});

test('more fields than are compared with each other, equal ones among them', async () => {
  const fields = Array.from({ length: 40 }, (_, at) => `  k${at}: "${at}"`);
  const treeOf = (more: string): Tree => ({
    'overlay/kustomization.yaml': 'resources: [one.yaml]\n',
    'overlay/one.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${fields.join('\n')}\n${more}`,
  });

  for (const more of ['', '  k7: "again"\n']) expect(await ours(treeOf(more))).toEqual(await real(treeOf(more)));
});
