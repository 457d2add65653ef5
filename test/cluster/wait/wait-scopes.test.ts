import * as health from '../../../src/cluster/health/judge.js';
import type { Discovery } from '../../../src/cluster/transport/discovery.js';
import { planScopes } from '../../../src/cluster/wait/wait-scopes.js';
import type { WaitTarget } from '../../../src/cluster/wait/wait-target.js';

const discovery: Discovery = {
  find: (apiVersion, kind) =>
    kind === 'Deployment' && apiVersion === 'apps/v1'
      ? { group: 'apps', version: 'v1', kind, resource: 'deployments', namespaced: true, verbs: [] }
      : undefined,
  preferred: () => undefined,
  kinds: [],
  unavailableGroups: [],
};
const deployment = (namespace: string, name: string): WaitTarget => ({
  group: 'apps',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace,
  name,
});
const pathsOf = (targets: readonly WaitTarget[], confined = false) =>
  planScopes(targets, discovery, health, confined).scopes.map(({ path, fieldSelector }) => [path, fieldSelector]);

test('one object is followed by its name', () => {
  expect(pathsOf([deployment('shop', 'web')])).toEqual([
    ['/apis/apps/v1/namespaces/shop/deployments', 'metadata.name=web'],
  ]);
});

test('several of one namespace are followed together', () => {
  expect(pathsOf([deployment('shop', 'web'), deployment('shop', 'api')])).toEqual([
    ['/apis/apps/v1/namespaces/shop/deployments', undefined],
  ]);
});

test('many namespaces are followed at once', () => {
  expect(pathsOf(['a', 'b', 'c', 'd'].map((namespace) => deployment(namespace, 'web')))).toHaveLength(4);
  expect(pathsOf(['a', 'b', 'c', 'd', 'e'].map((namespace) => deployment(namespace, 'web')))).toEqual([
    ['/apis/apps/v1/deployments', undefined],
  ]);
});

test('where the whole cluster may not be asked, each namespace is followed, however many', () => {
  const targets = ['a', 'b', 'c', 'd', 'e'].map((namespace) => deployment(namespace, 'web'));

  expect(pathsOf(targets, true)).toHaveLength(5);
});

test('kinds without health are settled, kinds that are not served are told', () => {
  const map: WaitTarget = { group: '', apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'c' };
  const widget: WaitTarget = {
    group: 'example.com',
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    namespace: 'shop',
    name: 'w',
  };

  expect(planScopes([map, widget], discovery, health)).toEqual({ scopes: [], settled: [map], unserved: [widget] });
});
