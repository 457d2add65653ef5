import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { fileNames } from '../../../src/synth/layout/file-names.js';

const object = (apiVersion: string, kind: string, name: string, namespace?: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
});

test('a file is named after kind and name', () => {
  expect(
    fileNames([
      object('apps/v1', 'Deployment', 'web'),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:Reader'),
    ]),
  ).toEqual(['deployment-web.yaml', 'clusterrole-system-reader.yaml']);
});

test('objects that would share a file are told apart by group and namespace, at last by a hash', () => {
  const names = fileNames([
    object('v1', 'Service', 'web'),
    object('serving.knative.dev/v1', 'Service', 'web'),
    object('v1', 'ConfigMap', 'web', 'a'),
    object('v1', 'ConfigMap', 'web', 'b'),
    object('rbac.authorization.k8s.io/v1', 'Role', 'a:b'),
    object('rbac.authorization.k8s.io/v1', 'Role', 'a-b'),
  ]);

  expect(names).toEqual([
    'service-web.yaml',
    'service.serving.knative.dev-web.yaml',
    'configmap-a-web.yaml',
    'configmap-b-web.yaml',
    expect.stringMatching(/^role\.rbac\.authorization\.k8s\.io-a-b-[0-9a-f]{8}\.yaml$/),
    expect.stringMatching(/^role\.rbac\.authorization\.k8s\.io-a-b-[0-9a-f]{8}\.yaml$/),
  ]);
  expect(new Set(names).size).toBe(names.length);
});

test('names of any length fit into a file name and stay apart', () => {
  const names = fileNames([
    object('v1', 'ConfigMap', `${'a'.repeat(250)}b`),
    object('v1', 'ConfigMap', `${'a'.repeat(250)}c`),
  ]);

  expect(new Set(names).size).toBe(2);
  expect(names.every((name) => name.length < 255)).toBe(true);
});
