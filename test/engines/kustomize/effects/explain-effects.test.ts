import { describeDirective } from '../../../../src/engines/kustomize/effects/directive.js';
import { explainEffects } from '../../../../src/engines/kustomize/effects/explain-effects.js';
import type { BuildRequest } from '../../../../src/engines/kustomize/kustomize.js';
import { FileSet } from '../../../../src/files/file-set.js';
import { describeIdentity } from '../../../../src/manifest/identity.js';
import { withKustomize } from '../../../synth/with-kustomize.js';

const kustomize = withKustomize();

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.example.com/web:1" }] }
`;
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n';

/**
 * What each directive of a kustomization does: its name, what it changes, and what it brought or whether it
 * selects anything.
 */
async function effects(kustomization: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const files = FileSet.of({
    'app/kustomization.yaml': `resources: [web.yaml, service.yaml]\n${kustomization}`,
    'app/web.yaml': DEPLOYMENT,
    'app/service.yaml': SERVICE,
    ...more,
  });
  return (await explainEffects(kustomize(), files, 'app')).map(({ directive, changed, selects, required }) => {
    const objects = changed.map(
      ({ object, added }) => `${describeIdentity(object)}${added.length > 0 ? ` + ${added.join(', ')}` : ''}`,
    );
    return [
      describeDirective(directive),
      required ? 'required' : objects.join('; ') || `nothing${selects === undefined ? '' : `, selects ${selects}`}`,
    ].join(': ');
  });
}

test('says of each image, replica count, label and patch what it changes', async () => {
  const kustomization = `
images: [{ name: registry.example.com/web, newTag: "2" }]
replicas: [{ name: web, count: 3 }]
labels: [{ pairs: { team: shop } }]
patches:
  - { target: { kind: Service }, patch: '[{ "op": "replace", "path": "/spec/ports/0/port", "value": 81 }]' }
namespace: shop
`;

  expect(await effects(kustomization)).toEqual([
    'patches[0] (Service): Service shop/web',
    'images[0] (registry.example.com/web): Deployment shop/web',
    'replicas[0] (web): Deployment shop/web',
    'labels[0]: Service shop/web + metadata.labels; Deployment shop/web + metadata.labels.team',
    'namespace: Service shop/web; Deployment shop/web; Service web; Deployment web',
  ]);
});

test.each([
  [
    'an image that no container has',
    'images: [{ name: registry.example.com/other, newTag: "2" }]',
    'images[0] (registry.example.com/other): nothing, selects false',
  ],
  [
    'an image that is there already',
    'images: [{ name: registry.example.com/web, newTag: "1" }]',
    'images[0] (registry.example.com/web): nothing, selects true',
  ],
  [
    'a patch whose target is not there',
    `patches: [{ target: { kind: StatefulSet }, patch: '[{ "op": "add", "path": "/spec/replicas", "value": 1 }]' }]`,
    'patches[0] (StatefulSet): nothing, selects false',
  ],
  [
    'a patch that says what is there already',
    'patches: [{ target: { kind: Deployment }, patch: "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { replicas: 2 } }" }]',
    'patches[0] (Deployment): nothing, selects true',
  ],
  [
    'a legacy patch whose target is not there: kustomize refuses it itself where it stands alone',
    `patchesJson6902: [{ target: { version: v1, kind: Service, name: web }, patch: '[{ "op": "replace", "path": "/spec/ports/0/port", "value": 80 }]' }]`,
    'patchesJson6902[0] (Service/web): nothing, selects true',
  ],
  ['a replica count that is there already', 'replicas: [{ name: web, count: 2 }]', 'replicas[0] (web): nothing'],
])('finds %s', async (_, kustomization, expected) => {
  expect(await effects(kustomization)).toEqual([expected]);
});

test('names what a strategic patch brought that nobody had', async () => {
  const patch = 'patches: [{ path: patch.yaml }]';
  const misspelt =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: wbe, tty: true }] } } }\n';

  expect(await effects(patch, { 'app/patch.yaml': misspelt })).toEqual([
    'patches[0] (patch.yaml): Deployment web + spec.template.spec.containers[name=wbe]',
  ]);
});

test('one that another one stands on is required, and a component is looked into', async () => {
  const files = {
    'app/part/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages: [{ name: gone, newTag: "2" }]\n',
  };
  const kustomization = `components: [part]
patches:
  - { target: { kind: Service }, patch: '[{ "op": "add", "path": "/spec/ports/-", "value": { "port": 90 } }]' }
  - { target: { kind: Service }, patch: '[{ "op": "replace", "path": "/spec/ports/1/port", "value": 91 }]' }
`;

  expect(await effects(kustomization, files)).toEqual([
    'patches[0] (Service): required',
    'patches[1] (Service): Service web',
    'images[0] (gone): nothing, selects false',
  ]);
});

test('builds only what is needed for the directives that are asked for', async () => {
  const real = kustomize();
  const built: number[] = [];
  const counting = {
    ...real,
    buildMany: (requests: readonly BuildRequest[]) => {
      built.push(requests.length);
      return real.buildMany(requests);
    },
  };
  const files = FileSet.of({
    'app/kustomization.yaml':
      'resources: [web.yaml]\nnamespace: shop\nlabels: [{ pairs: { team: shop } }]\nreplicas: [{ name: web, count: 3 }]\n',
    'app/web.yaml': DEPLOYMENT,
  });
  const explained = (field: string) =>
    explainEffects(counting, files, 'app', ({ directive }) => directive.field === field);

  expect((await explained('replicas')).map(({ directive }) => directive.field)).toEqual(['replicas']);
  expect(built).toEqual([1, 0]);
  expect(await explained('images')).toEqual([]);
  expect(built).toEqual([1, 0]);
});

test('a directory that cannot be built is an error', async () => {
  await expect(effects('resourcez: []\nnamePrefix: x-')).rejects.toMatchObject({ code: 'ENGINE_KUSTOMIZE_FAILED' });
});
