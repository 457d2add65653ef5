import { FileSet } from '../../../src/files/file-set.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { proveOverlays } from '../../../src/synth/overlays/prove-overlays.js';
import { withKustomize } from '../with-kustomize.js';

const kustomize = withKustomize();
const FILES = FileSet.of({
  'overlay/kustomization.yaml': 'resources: [a.yaml, b.yaml]\npatches: [{ path: patch.yaml }]\n',
  'overlay/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  port: "80"\n',
  'overlay/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n',
  'overlay/patch.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  port: "8080"\n',
});

function configMap(name: string, data?: Readonly<Record<string, unknown>>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...(data ? { data } : {}) };
}

const A = configMap('a', { port: '8080' });
const B = configMap('b');

function prove(expected: readonly KubeObject[], files = FILES) {
  const proof = {
    name: 'shop/prod',
    directory: 'overlay',
    files,
    expected,
    constructPath: 'shop/prod',
    source: { file: 'prod.ts', line: 7 },
  };
  return proveOverlays([proof], kustomize());
}

test('an overlay that kustomize builds to exactly the expected objects is proved', async () => {
  expect(await prove([A, B])).toEqual([]);
});

test.each([
  ['another value', [configMap('a', { port: '80' }), B], `'data.port' of ConfigMap a is "8080" instead of "80"`],
  ['another type', [configMap('a', { port: 8080 }), B], `'data.port' of ConfigMap a is "8080" instead of 8080`],
  ['another order', [B, A], 'object 1 is ConfigMap a instead of ConfigMap b'],
  ['an object too few', [A], 'ConfigMap b should not be there'],
  ['an object too many', [A, B, configMap('c')], 'ConfigMap c is missing'],
])('%s is not proved, and stays so the second time', async (_, expected, mismatch) => {
  for (const _attempt of [1, 2]) {
    expect(await prove(expected)).toEqual([
      expect.objectContaining({
        code: 'SYNTH_NOT_PROVED',
        message: `overlay 'shop/prod' is not what kustomize makes of 'overlay': ${mismatch}`,
        constructPath: 'shop/prod',
        source: { file: 'prod.ts', line: 7 },
      }),
    ]);
  }
});

test('what kustomize refuses is told of the overlay', async () => {
  const broken = FileSet.of({ 'overlay/kustomization.yaml': 'resources: [gone.yaml]\n' });

  expect(await prove([A], broken)).toEqual([
    expect.objectContaining({
      code: 'ENGINE_KUSTOMIZE_FAILED',
      message: expect.stringMatching(/^overlay 'shop\/prod': /),
      constructPath: 'shop/prod',
    }),
  ]);
});
