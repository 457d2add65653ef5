import { isRecord, type KubeObject } from '../../src/manifest/kube-object.js';
import { DirectoryApplication } from '../../src/model/directory-application.js';
import { KustomizeApplication, type KustomizeChanges } from '../../src/model/kustomize-application.js';
import { jsonPatch, patch, remove } from '../../src/model/patch.js';
import type { Repository } from '../../src/model/repository.js';
import { render } from '../../src/workflow/render.js';
import { synthRepository } from '../../src/workflow/synth.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { environment, repository as newRepository } from '../model/fixtures.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web.main }
spec:
  paused: true
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: 'registry.example.com/web:1.0.0', env: [{ name: A, value: '1' }] }
        - { name: side, image: 'registry.example.com/side:1.0.0' }
`;
const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: a }\n`;
const FILES = {
  'web/kustomization.yaml': 'resources: [web.yaml, one.yaml, two.yaml]\n',
  'web/web.yaml': DEPLOYMENT,
  'web/one.yaml': map('one.a'),
  'web/two.yaml': map('one-a'),
};

/** What Argo CD would make of one overlay, with pins where they are given. */
async function rendered(
  files: Readonly<Record<string, string>>,
  fill: (root: Repository, dev: ReturnType<typeof environment>) => void,
): Promise<readonly KubeObject[]> {
  await using repository = tempRepository();
  repository.commit('sources', files);
  const root = newRepository({ root: repository.directory });
  fill(root, environment(root, 'dev'));
  await synthRepository({ repository: root, directory: repository.directory, kustomize: kustomize(), commit: {} });
  return (await render({ repository: repository.directory, target: 'web-dev' })).objects;
}

const kustomized = (overlay: KustomizeChanges, pins?: string) =>
  rendered({ ...FILES, ...(pins === undefined ? {} : { 'environments/pins/dev/web.yaml': pins }) }, (root, dev) =>
    new KustomizeApplication(root, 'web', { from: { path: 'web' } }).overlay(dev, overlay),
  );

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return isRecord(inner) ? inner[key] : undefined;
  }, value);

const deploymentOf = (objects: readonly KubeObject[]) => objects.find(({ kind }) => kind === 'Deployment');

describe('patches of a kustomization', () => {
  test('are merged by the keys of the kind, and null removes', async () => {
    const objects = await kustomized({
      patches: [
        patch(
          { kind: 'Deployment', name: 'web.main' },
          {
            spec: {
              paused: null,
              template: { spec: { containers: [{ name: 'side', env: [{ name: 'B', value: '2' }] }] } },
            },
          },
        ),
        patch({ kind: 'Deployment' }, { metadata: { labels: { tier: 'gold' } } }),
      ],
    });
    const deployment = deploymentOf(objects);

    expect(deployment?.metadata).toMatchObject({ name: 'web.main', labels: { tier: 'gold' } });
    expect(at(deployment, 'spec.paused')).toBeUndefined();
    // kustomize moves what a patch names to the front
    expect(at(deployment, 'spec.template.spec.containers')).toEqual([
      { name: 'side', image: 'registry.example.com/side:1.0.0', env: [{ name: 'B', value: '2' }] },
      { name: 'web', image: 'registry.example.com/web:1.0.0', env: [{ name: 'A', value: '1' }] },
    ]);
  });

  test('reach exactly the objects of the selector', async () => {
    const objects = await kustomized({
      patches: [
        jsonPatch({ kind: 'ConfigMap', name: 'one.a' }, [{ op: 'replace', path: '/data/a', value: 'b' }]),
        remove({ kind: 'Deployment', group: 'apps', name: 'web.main' }),
      ],
    });

    expect(Object.fromEntries(objects.map(({ metadata, data }) => [metadata.name, data]))).toEqual({
      'one.a': { a: 'b' },
      'one-a': { a: 'a' },
    });
  });
});

test.each<[what: string, images: string[], pins: string, expected: string[]]>([
  ['a pin', [], 'images: { registry.example.com/web: { tag: "2.0" } }', ['registry.example.com/web:2.0']],
  [
    'a pin instead of the image of the props',
    ['registry.example.com/web:1.5.0', 'registry.example.com/side:1.5.0'],
    'images: { registry.example.com/web: { tag: "2.0" } }',
    ['registry.example.com/web:2.0', 'registry.example.com/side:1.5.0'],
  ],
  [
    'a pin of an image of another registry',
    ['registry.example.com/web=mirror.example.com:5000/web:1.5.0'],
    `images: { registry.example.com/web: { digest: "sha256:${'ab'.repeat(32)}" } }`,
    [`mirror.example.com:5000/web@sha256:${'ab'.repeat(32)}`],
  ],
])('%s is what the container gets', async (_, images, pins, expected) => {
  const deployment = deploymentOf(await kustomized({ images }, pins));

  expect(expected).toEqual(expect.arrayContaining([at(deployment, 'spec.template.spec.containers.0.image')]));
  if (expected.length > 1) expect(at(deployment, 'spec.template.spec.containers.1.image')).toBe(expected[1]);
});

test('variables of Jsonnet keep their types', async () => {
  const objects = await rendered(
    {
      'web/map.jsonnet':
        "function(on) { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: std.extVar('name') }, data: { on: std.toString([on, std.extVar('sizes')[1] + 1]) } }",
    },
    (root, dev) =>
      new DirectoryApplication(root, 'web', {
        from: { path: 'web' },
        jsonnet: { extVars: { name: '1.10', sizes: [1, 2] }, tlas: { on: false } },
      }).overlay(dev),
  );

  expect(objects).toMatchObject([{ metadata: { name: '1.10' }, data: { on: '[false, 3]' } }]);
});
