import fc from 'fast-check';
import { FileSet } from '../../../src/files/file-set.js';
import { deepEqual } from '../../../src/manifest/equality.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { parseYaml } from '../../../src/manifest/yaml.js';
import { baseFiles } from '../../../src/synth/layout/base.js';
import { computeOverlay } from '../../../src/synth/overlays/compute-overlay.js';
import { overlayOrder } from '../../../src/synth/overlays/match-objects.js';
import { withKustomize } from '../with-kustomize.js';
import { baseAndOverlay } from './arbitrary-objects.js';

const kustomize = withKustomize();
const DIRECTORIES = { baseDirectory: 'apps/web/base', overlayDirectory: 'apps/web/overlays/prod' };
const OVERLAY = `${DIRECTORIES.overlayDirectory}/`;

type Container = Readonly<Record<string, unknown>>;
const deployment = (name: string, container: Container, spec: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas: 2, ...spec, template: { spec: { containers: [{ name: 'web', ...container }] } } },
});
const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { ports: [{ port: 80, targetPort: '8080' }] },
};
const custom = (spec: object): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w' },
  spec,
});

/** The overlay's files, paths relative to its folder; proved to give the overlay. */
async function overlayOf(
  base: readonly KubeObject[],
  overlay: readonly KubeObject[],
): Promise<Readonly<Record<string, unknown>>> {
  const files = computeOverlay({ base, overlay, ...DIRECTORIES });
  const all = FileSet.of([...baseFiles(DIRECTORIES.baseDirectory, base), ...files.entries()]);
  expect(await kustomize().build(all, DIRECTORIES.overlayDirectory)).toEqual(overlayOrder(base, overlay));
  return Object.fromEntries(
    files.entries().map(([path, content]) => [path.slice(OVERLAY.length), parseYaml(content, path)[0]]),
  );
}

const kustomization = (fields: object) => ({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  sortOptions: { order: 'fifo' },
  resources: ['../../base'],
  ...fields,
});

describe('computeOverlay', () => {
  test('writes only the base when nothing differs', async () => {
    const base = [deployment('web', { image: 'nginx:1.0' }), service];

    expect(await overlayOf(base, base)).toEqual({ 'kustomization.yaml': kustomization({}) });
  });

  test('says new images and replicas without a patch', async () => {
    const base = [deployment('web', { image: 'registry.example.com:5000/web:1.0' }), service];
    const overlay = [deployment('web', { image: 'registry.example.com:5000/web:1.1' }, { replicas: 5 }), service];

    expect(await overlayOf(base, overlay)).toEqual({
      'kustomization.yaml': kustomization({
        images: [{ name: 'registry.example.com:5000/web', newTag: '1.1' }],
        replicas: [{ name: 'web', count: 5 }],
      }),
    });
  });

  test('pins an image by digest, and moves it to another registry', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;

    expect(
      await overlayOf(
        [deployment('web', { image: 'nginx:1.0' })],
        [deployment('web', { image: `mirror.example.com/nginx@${digest}` })],
      ),
    ).toEqual({
      'kustomization.yaml': kustomization({ images: [{ name: 'nginx', newName: 'mirror.example.com/nginx', digest }] }),
    });
  });

  test('leaves images and replicas to patches where not every container or workload of that name agrees', async () => {
    const base = [deployment('a', { image: 'nginx:1.0' }), deployment('b', { image: 'nginx:1.0' })];
    const stateful = { ...deployment('a', { image: 'redis:1' }), kind: 'StatefulSet' };
    const files = await overlayOf(
      [...base, stateful],
      [deployment('a', { image: 'nginx:1.1' }, { replicas: 3 }), base[1]!, stateful],
    );

    expect(files).toEqual({
      'kustomization.yaml': kustomization({ patches: [{ path: 'patches/deployment-a.yaml' }] }),
      'patches/deployment-a.yaml': {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'a' },
        spec: { replicas: 3, template: { spec: { containers: [{ name: 'web', image: 'nginx:1.1' }] } } },
      },
    });
  });

  test('names every element of a keyed list in order, because kustomize puts those of a patch first', async () => {
    const env = (...pairs: readonly (readonly [string, string])[]) => ({
      env: pairs.map(([name, value]) => ({ name, value })),
    });
    const files = await overlayOf(
      [deployment('web', env(['A', '1'], ['B', '2'], ['C', '3']))],
      [deployment('web', env(['A', '1'], ['C', '4'], ['D', '5']))],
    );

    expect(files['patches/deployment-web.yaml']).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'web',
                env: [
                  { name: 'A' },
                  { name: 'C', value: '4' },
                  { name: 'D', value: '5' },
                  { name: 'B', $patch: 'delete' },
                ],
              },
            ],
          },
        },
      },
    });
  });

  test('changes the type of a value by JSON6902, which quoting in the base cannot undo', async () => {
    const spec = { ...service, spec: { ports: [{ port: 80, targetPort: 8080 }] } };

    expect(await overlayOf([service], [spec])).toEqual({
      'kustomization.yaml': kustomization({
        patches: [{ path: 'patches/service-web.yaml', target: { version: 'v1', kind: 'Service', name: 'web' } }],
      }),
      'patches/service-web.yaml': [{ op: 'replace', path: '/spec/ports/0/targetPort', value: 8080 }],
    });
  });

  test('removes a field by null, leaves an object out, and adds another', async () => {
    const base = [deployment('web', { image: 'nginx:1.0' }, { minReadySeconds: 5 }), service];
    const files = await overlayOf(base, [custom({ a: 1 }), deployment('web', { image: 'nginx:1.0' })]);

    expect(files).toEqual({
      'kustomization.yaml': kustomization({
        resources: ['../../base', 'widget-w.yaml'],
        patches: [{ path: 'patches/deployment-web.yaml' }, { path: 'patches/service-web.yaml' }],
      }),
      'patches/deployment-web.yaml': {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: { minReadySeconds: null },
      },
      'patches/service-web.yaml': { $patch: 'delete', apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } },
      'widget-w.yaml': custom({ a: 1 }),
    });
  });

  test.each([
    ['null', { a: null }],
    ['a field named like an instruction', { $patch: 'delete', b: { $patch: 'replace' } }],
    ['an emptied list', { list: [] }],
    ['a shorter list with other values', { list: [{ a: 3 }, null] }],
    ['another structure', { list: { a: 1 } }],
    ['paths that need escaping', { 'a/b~c': 1, '': 2, 'd.e': { 'x y': [1] } }],
  ])('is exact for %s', async (_, spec) => {
    await overlayOf([custom({ list: [{ a: 1 }, { a: 2 }, { b: 3 }] })], [custom(spec)]);
  });

  test.each([
    [
      'the ports of a Service, with one number on two protocols',
      {
        ...service,
        spec: {
          ports: [
            { port: 53, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
        },
      },
    ],
    ['elements of one key', { ...service, spec: { ports: [{ port: 80 }, { port: 80, targetPort: 81 }] } }],
  ])('is exact for %s', async (_, changed) => {
    await overlayOf([service], [changed]);
    await overlayOf([changed], [service]);
    await overlayOf([changed], [{ ...changed, metadata: { name: 'web', labels: { a: 'b' } } }]);
  });

  test('lists all objects whole where a patch cannot be aimed at one of them', async () => {
    const knative: KubeObject = {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { a: 1 },
    };
    const files = await overlayOf(
      [service, knative],
      [{ ...service, spec: { ports: [{ port: 80, targetPort: 8080 }] } }, knative],
    );

    expect(files['kustomization.yaml']).toMatchObject({
      resources: ['service-web.yaml', 'service.serving.knative.dev-web.yaml'],
    });
  });

  test('does without a base of which nothing is left, and without any', async () => {
    expect(await overlayOf([service], [custom({})])).toEqual({
      'kustomization.yaml': kustomization({ resources: ['widget-w.yaml'] }),
      'widget-w.yaml': custom({}),
    });
    expect(Object.keys(await overlayOf([], [service]))).toEqual(['kustomization.yaml', 'service-web.yaml']);
  });

  test('is exact whatever an environment changes', async () => {
    const builds = async (files: FileSet, expected: readonly KubeObject[]): Promise<boolean> => {
      const [built] = await kustomize().buildMany([{ files, directory: DIRECTORIES.overlayDirectory }]);
      return deepEqual(built, expected);
    };
    /** kustomize itself fails on some objects, or changes them, with no patch at all. */
    const survives = (objects: readonly KubeObject[]): Promise<boolean> =>
      builds(computeOverlay({ base: [], overlay: objects, ...DIRECTORIES }), overlayOrder([], objects));

    await fc.assert(
      fc.asyncProperty(baseAndOverlay, async ({ base, overlay }) => {
        const files = FileSet.of([
          ...baseFiles(DIRECTORIES.baseDirectory, base),
          ...computeOverlay({ base, overlay, ...DIRECTORIES }).entries(),
        ]);
        const exact = await builds(files, overlayOrder(base, overlay));
        if (!exact && (await survives(base)) && (await survives(overlay)))
          throw new Error(JSON.stringify(files, null, 1));
      }),
      { numRuns: 250, seed: 20, interruptAfterTimeLimit: 50_000 },
    );
  });
});
