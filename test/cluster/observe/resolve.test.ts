import { resolveObjects } from '../../../src/cluster/observe/resolve.js';
import type { Discovery } from '../../../src/cluster/transport/discovery.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { argoApplication, configMap } from '../../helpers/engine.js';

const SERVED = [
  { group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true, verbs: [] },
  { group: '', version: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false, verbs: [] },
];
const discovery: Discovery = {
  find: (apiVersion, kind) => SERVED.find((resource) => resource.version === apiVersion && resource.kind === kind),
  preferred: (_, kind) => SERVED.find((resource) => resource.kind === kind),
  kinds: [],
  unavailableGroups: ['metrics.k8s.io'],
};
const upcoming = [
  { group: 'example.com', version: 'v1', kind: 'Widget', resource: 'widgets', namespaced: true, verbs: [] },
];

function resolve(objects: readonly KubeObject[], namespace = 'shop') {
  const application = { ...argoApplication('shop', objects), namespace: namespace || undefined };
  return resolveObjects(application, { cluster: 'test', discovery, upcoming, inventoryNamespace: 'gitops-system' });
}

function object(apiVersion: string, kind: string, metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
  return { apiVersion, kind, metadata: { name: 'x', ...metadata } };
}

test('namespaced objects go to the destination namespace unless they name one, cluster-scoped ones nowhere', () => {
  const { objects, problems } = resolve([
    configMap('a'),
    configMap('b', {}, { namespace: 'other' }),
    object('v1', 'Namespace', { namespace: 'no' }),
  ]);

  expect(problems).toEqual([]);
  expect(objects.map(({ identity: { kind, namespace, name } }) => [kind, namespace, name])).toEqual([
    ['ConfigMap', 'shop', 'a'],
    ['ConfigMap', 'other', 'b'],
    ['Namespace', undefined, 'x'],
  ]);
});

test('a kind that a CustomResourceDefinition of this run brings is known, and waits for it', () => {
  expect(resolve([object('example.com/v1', 'Widget')]).objects).toMatchObject([{ awaitsKind: true }]);
});

test('an object that Argo CD skips is left out', () => {
  expect(resolve([configMap('a', {}, { annotations: { 'argocd.argoproj.io/hook': 'Skip' } })])).toEqual({
    objects: [],
    hooks: [],
    problems: [],
  });
  expect(resolve([configMap('a', {}, { annotations: { 'helm.sh/hook': 'test' } })])).toEqual({
    objects: [],
    hooks: [],
    problems: [],
  });
});

test('hooks are kept apart from objects, with their phases and policies; one without a name gets its name when it is run', () => {
  const annotations = {
    'argocd.argoproj.io/hook': 'PostSync,PreSync',
    'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded',
  };
  const nameless = { ...configMap(''), metadata: { generateName: 'a-', annotations } } as unknown as KubeObject;

  const { objects, hooks, problems } = resolve([configMap('a', {}, { annotations }), nameless, configMap('b')]);

  expect(problems).toEqual([]);
  expect(objects.map(({ identity }) => identity.name)).toEqual(['b']);
  expect(hooks).toMatchObject([
    { identity: { name: 'a' }, phases: ['PreSync', 'PostSync'], deletePolicies: ['HookSucceeded'] },
    { identity: { name: 'a-*' }, template: { prefix: 'a-' } },
  ]);
  expect(hooks[0]?.manifest.metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe('shop:/ConfigMap:shop/a');
});

test('two hooks may share a name in different phases, in one phase or with an object they may not', () => {
  const at = (phase: string) => configMap('a', {}, { annotations: { 'argocd.argoproj.io/hook': phase } });

  expect(resolve([at('PreSync'), at('PostSync')]).problems).toEqual([]);
  expect(resolve([at('PreSync'), at('PostSync,PreSync')]).problems).toMatchObject([
    { code: 'CLUSTER_DUPLICATE_OBJECT' },
  ]);
  expect(resolve([at('PreSync'), configMap('a')]).problems).toMatchObject([{ code: 'CLUSTER_DUPLICATE_OBJECT' }]);
});

test.each([
  ['a kind that is not served', [object('example.com/v2', 'Widget')], 'CLUSTER_UNKNOWN_KIND'],
  [
    'a kind of a group that does not answer',
    [object('metrics.k8s.io/v1beta1', 'PodMetrics')],
    'CLUSTER_GROUP_UNAVAILABLE',
  ],
  [
    'an object without a name',
    [{ ...configMap(''), metadata: { name: '', generateName: 'a-' } }],
    'MANIFEST_INVALID_OBJECT',
  ],
  [
    'the same object twice, once with its namespace',
    [configMap('a'), configMap('a', {}, { namespace: 'shop' })],
    'CLUSTER_DUPLICATE_OBJECT',
  ],
])('%s is refused', (_, objects, code) => {
  expect(resolve(objects as KubeObject[]).problems).toMatchObject([
    { code, source: { file: 'applications/shop.yaml' } },
  ]);
});

test('an object for which nobody names a namespace is refused', () => {
  expect(resolve([configMap('a')], '').problems).toMatchObject([{ code: 'CLUSTER_NAMESPACE_MISSING' }]);
});
