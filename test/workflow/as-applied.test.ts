import type { ArgoApplication } from '../../src/argocd/application/application.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { type AsAppliedOptions, asApplied } from '../../src/workflow/as-applied.js';

const APPLICATION: ArgoApplication = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: { project: 'default', destination: { name: 'in-cluster', namespace: 'shop' } },
};
const object = (apiVersion: string, kind: string, metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', ...metadata },
});
const CRD: KubeObject = {
  ...object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
  spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Widget' } },
};
const apply = (objects: readonly KubeObject[], options: AsAppliedOptions) =>
  asApplied([{ application: APPLICATION, file: 'a.yaml', objects, warnings: [], sources: [] }], {
    controlNamespaceOf: () => 'argocd',
    ...options,
  }).map(({ kind, metadata }) => ({ kind, ...metadata }));

test('without anything asked for objects are as they were rendered', () => {
  const objects = [object('v1', 'ConfigMap')];

  expect(asApplied([{ application: APPLICATION, file: 'a.yaml', objects, warnings: [], sources: [] }], {})[0]).toBe(
    objects[0],
  );
});

test('a namespaced object that names no namespace gets the destination, by the scope of its kind', () => {
  const objects = [
    object('v1', 'ConfigMap'),
    object('v1', 'ConfigMap', { namespace: 'other' }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole'),
    CRD,
    object('example.com/v1', 'Widget'),
    object('example.com/v1', 'Gadget'),
  ];

  expect(apply(objects, { namespaces: true }).map(({ kind, namespace }) => `${kind} ${namespace}`)).toEqual([
    'ConfigMap shop',
    'ConfigMap other',
    'ClusterRole undefined',
    'CustomResourceDefinition undefined',
    'Widget undefined',
    'Gadget shop',
  ]);
});

test('tracking is what Argo CD writes, on everything but CustomResourceDefinitions', () => {
  const objects = [
    object('v1', 'ConfigMap', { annotations: { a: '1' } }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole'),
    CRD,
  ];

  expect(apply(objects, { tracking: 'annotation' })).toEqual([
    {
      kind: 'ConfigMap',
      name: 'a',
      annotations: { a: '1', 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:shop/a' },
    },
    {
      kind: 'ClusterRole',
      name: 'a',
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:rbac.authorization.k8s.io/ClusterRole:shop/a' },
    },
    { kind: 'CustomResourceDefinition', name: 'a' },
  ]);
  expect(apply([object('v1', 'ConfigMap')], { tracking: 'label' })).toEqual([
    { kind: 'ConfigMap', name: 'a', labels: { 'app.kubernetes.io/instance': 'shop' } },
  ]);
});

test('the key of the label is that of argocd-cm', () => {
  const settings = { ...object('v1', 'ConfigMap'), data: { 'application.instanceLabelKey': 'example.com/owner' } };

  expect(apply([object('v1', 'ConfigMap')], { tracking: 'annotation+label', settings })).toMatchObject([
    {
      labels: { 'example.com/owner': 'shop' },
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:shop/a' },
    },
  ]);
});
