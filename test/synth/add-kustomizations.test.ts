import { GitopsError } from '../../src/errors.js';
import type { KustomizationFields } from '../../src/model/kustomization-fields.js';
import { remove } from '../../src/model/patch.js';
import { RawObject } from '../../src/model/raw-object.js';
import type { Repository } from '../../src/model/repository.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { filesOf } from '../golden/helpers.js';
import { environment, messages, repository, Web } from '../model/fixtures.js';
import { withKustomize } from './with-kustomize.js';

const kustomize = withKustomize();

async function problems(root: Repository): Promise<readonly GitopsError[]> {
  const error: unknown = await synthesize(root, { kustomize: kustomize() }).catch((thrown: unknown) => thrown);
  return GitopsError.is(error) ? GitopsError.each(error) : [];
}

function tree(base?: KustomizationFields, overlay?: KustomizationFields): Repository {
  const root = repository();
  new Web(root, 'web', { kustomization: base }).overlay(environment(root, 'dev'), { kustomization: overlay });
  return root;
}

test('fields of the base and of an overlay stand in their kustomization, and the project permits what they make', async () => {
  const root = tree(
    { commonAnnotations: { 'example.com/by': 'base' } },
    { configMapGenerator: [{ name: 'made', namespace: 'elsewhere', literals: ['a=1'] }] },
  );

  const files = filesOf(await synthesize(root, { kustomize: kustomize() }));

  expect(files.get('apps/web/base/kustomization.yaml')).toContain('commonAnnotations:\n  example.com/by: base\n');
  const [built] = await kustomize().buildMany([{ files, directory: 'apps/web/overlays/dev' }]);
  expect(built).toContainEqual(
    expect.objectContaining({
      metadata: expect.objectContaining({ name: expect.stringMatching(/^made-/), namespace: 'elsewhere' }),
    }),
  );
  expect(files.get('projects/web.yaml')).toContain('namespace: elsewhere');
});

test.each<[string, KustomizationFields, string]>([
  [
    'what synth writes',
    { resources: ['x.yaml'] },
    "MODEL_INVALID_VALUE: kustomization sets 'resources', which synth writes itself",
  ],
  [
    'what JSON cannot hold',
    { transformers: (() => []) as never },
    'MODEL_INVALID_VALUE: kustomization.transformers holds',
  ],
  ['a field that kustomize does not know', { namePrefixes: 'x' }, "kustomization of 'apps/web/overlays/dev': "],
  [
    'a Secret with data',
    { secretGenerator: [{ name: 'made', literals: ['a=hunter2'] }] },
    "SYNTH_SECRET: Secret 'made-",
  ],
])('%s is refused at the line that gives it', async (_, fields, message) => {
  const found = await problems(tree(undefined, fields));

  expect(messages(found)).toEqual([expect.stringContaining(message)]);
  expect(found[0]?.source?.file).toMatch(/add-kustomizations\.test\.ts$|fixtures\.ts$/);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test('fields of a base that an overlay does not share are refused: they would be lost', async () => {
  const root = repository();
  new Web(root, 'web', { kustomization: { namePrefix: 'x-' } }).overlay(environment(root, 'dev'), {
    resources: (scope) => {
      new RawObject(scope, 'only', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'only' } });
    },
    patches: ({ web, settings }) => [remove(web), remove(settings)],
  });

  expect(messages(await problems(root))).toEqual([
    "MODEL_INVALID_VALUE: kustomization of 'web' does not reach 'apps/web/overlays/dev', which shares nothing with the base",
  ]);
});
