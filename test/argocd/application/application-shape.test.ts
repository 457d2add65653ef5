import { APPLICATION_SHAPE } from '../../../src/argocd/application/application-shape.js';
import { readShape } from '../../../src/manifest/shape.js';

const source = { repoURL: 'https://git.example.com/a.git', path: 'app' };

// `required` of application-crd.yaml, Argo CD 3.2.11.
test.each<[place: string, field: string, spec: (item: object) => object]>([
  ['spec.ignoreDifferences[0]', 'kind', (item) => ({ ignoreDifferences: [item] })],
  ['spec.info[0]', 'name', (item) => ({ info: [{ value: 'a', ...item }] })],
  ['spec.info[0]', 'value', (item) => ({ info: [{ name: 'a', ...item }] })],
  ...(['extVars', 'tlas'] as const).flatMap((list) =>
    (['name', 'value'] as const).map((field): [string, string, (item: object) => object] => {
      const other = { [field === 'name' ? 'value' : 'name']: 'a' };
      return [
        `spec.source.directory.jsonnet.${list}[0]`,
        field,
        (item) => ({ source: { ...source, directory: { jsonnet: { [list]: [{ ...other, ...item }] } } } }),
      ];
    }),
  ),
  ['spec.source.kustomize.replicas[0]', 'name', (item) => withReplicas({ count: 1, ...item })],
  ['spec.source.kustomize.replicas[0]', 'count', (item) => withReplicas({ name: 'a', ...item })],
  [
    'spec.sources[0].plugin.env[0]',
    'value',
    (item) => ({ sources: [{ ...source, plugin: { env: [{ name: 'a', ...item }] } }] }),
  ],
])('%s without %s, or with null there, is refused as the API server refuses it', (place, field, spec) => {
  const problemsOf = (item: object) =>
    readShape({ destination: {}, ...spec(item) }, APPLICATION_SHAPE, { path: 'spec' }).problems.map(
      ({ path, message }) => `${path} ${message}`,
    );

  expect(problemsOf({})).toEqual([`${place}.${field} is missing`]);
  expect(problemsOf({ [field]: null })).toEqual([`${place}.${field} is missing`]);
  expect(problemsOf({ [field]: 'a' })).toEqual([]);
});

function withReplicas(item: object): object {
  return { source: { ...source, kustomize: { replicas: [item] } } };
}
