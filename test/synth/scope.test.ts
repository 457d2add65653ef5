import { placedIdentity, scopesOf } from '../../src/synth/scope.js';

const crd = (scope: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: { group: 'example.com', scope, names: { kind: 'Widget' } },
});

test('the scope of a kind comes from Kubernetes, from CRDs in the repository, or from the Repository', () => {
  const scopes = scopesOf([crd('Cluster')], [{ group: 'other.example.com', kind: 'Thing' }]);
  const clusterScoped = (group: string, kind: string) => scopes.isClusterScoped({ group, kind });

  expect([
    clusterScoped('', 'Namespace'),
    clusterScoped('example.com', 'Widget'),
    clusterScoped('other.example.com', 'Thing'),
  ]).toEqual([true, true, true]);
  expect([
    clusterScoped('', 'Service'),
    clusterScoped('apps', 'Namespace'),
    scopesOf([crd('Namespaced')], []).isClusterScoped({ group: 'example.com', kind: 'Widget' }),
  ]).toEqual([false, false, false]);
});

test('an object stands in the namespace of its Argo Application unless it names one or is cluster-scoped', () => {
  const scopes = scopesOf([], []);
  const place = (kind: string, namespace?: string) =>
    placedIdentity({ apiVersion: 'v1', kind, metadata: { name: 'x', namespace } }, 'shop', scopes).namespace;

  expect([place('Service'), place('Service', 'other'), place('Namespace')]).toEqual(['shop', 'other', undefined]);
});
