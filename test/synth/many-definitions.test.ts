import { patch } from '../../src/model/patch.js';
import { RawObject } from '../../src/model/raw-object.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { filesOf } from '../golden/helpers.js';
import { environment, repository, Web } from '../model/fixtures.js';
import { withKustomize } from './with-kustomize.js';

const kustomize = withKustomize();

/** As controller-gen writes them: deep, with a description for each field. 20 KB for three levels. */
function schema(depth: number): object {
  const description =
    'What the controller does with it, and what happens when it is left out; see the documentation of the project.';
  if (depth === 0) return { description, type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };
  const properties = Object.fromEntries(
    Array.from({ length: depth === 1 ? 5 : 4 }, (_, index) => [`field${depth}${index}`, schema(depth - 1)]),
  );
  return depth % 2 === 0
    ? {
        description,
        type: 'array',
        items: { type: 'object', properties, required: [`field${depth}0`] },
        'x-kubernetes-list-type': 'atomic',
      }
    : { description, type: 'object', properties };
}

function definition(number: number) {
  const [singular, plural] = [`thing${number}`, `thing${number}s`];
  const openAPIV3Schema = {
    type: 'object',
    properties: { spec: schema(3), status: { type: 'object', properties: { phase: { type: 'string' } } } },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: `Thing${number}`, listKind: `Thing${number}List`, singular, plural },
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema }, subresources: { status: {} } },
      ],
    },
  };
}

test('an Application of 60 large CustomResourceDefinitions synthesizes, however busy the machine is', async () => {
  const definitions = Array.from({ length: 60 }, (_, number) => definition(number));
  expect(JSON.stringify(definitions[0]).length).toBeGreaterThan(20_000);
  const root = repository();
  const web = new Web(root, 'operator', {}, (scope) => {
    for (const one of definitions) new RawObject(scope, one.metadata.name, one);
  });
  // An overlay has kustomize build all of them again, with patches, a namespace and labels.
  web.overlay(environment(root, 'prod'), {
    namespace: 'operator',
    patches: ({ web: deployment }) => [patch(deployment, { spec: { replicas: 2 } })],
  });

  const { units, warnings } = await synthesize(root, { kustomize: kustomize() });

  expect(warnings).toEqual([]);
  const paths = filesOf({ units, warnings } as Awaited<ReturnType<typeof synthesize>>).paths();
  expect(paths.some((path) => path.startsWith('apps/operator/overlays/prod/'))).toBe(true);
});
