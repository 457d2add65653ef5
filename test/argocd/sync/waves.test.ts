import { kindRank } from '../../../src/argocd/sync/kind-order.js';
import { applicationSyncOptions, objectSyncOptions, syncOption } from '../../../src/argocd/sync/sync-options.js';
import { waveOf } from '../../../src/argocd/sync/waves.js';

const annotated = (annotations: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', annotations },
});

test.each([
  { annotations: {}, wave: 0 },
  { annotations: null, wave: 0 },
  { annotations: { 'argocd.argoproj.io/sync-wave': '-5' }, wave: -5 },
  { annotations: { 'argocd.argoproj.io/sync-wave': '+3' }, wave: 3 },
  { annotations: { 'argocd.argoproj.io/sync-wave': 'soon' }, wave: 0 },
  { annotations: { 'argocd.argoproj.io/sync-wave': '-9223372036854779999' }, wave: 0 },
  { annotations: { 'argocd.argoproj.io/sync-wave': '1e3' }, wave: 0 },
  { annotations: { 'helm.sh/hook-weight': '7' }, wave: 7 },
  { annotations: { 'argocd.argoproj.io/sync-wave': '1', 'helm.sh/hook-weight': '7' }, wave: 1 },
] as unknown as { annotations: Record<string, string>; wave: number }[])(
  '$annotations is wave $wave',
  ({ annotations, wave }) => {
    expect(waveOf(annotated(annotations))).toBe(wave);
  },
);

test('kinds have the order of Argo CD, and those it does not know come last', () => {
  const kinds = [
    'Widget',
    'Deployment',
    'Namespace',
    'APIService',
    'ConfigMap',
    'CustomResourceDefinition',
    'Service',
    'Ingress',
  ];

  expect(kinds.sort((left, right) => kindRank(left) - kindRank(right))).toEqual([
    'Namespace',
    'ConfigMap',
    'CustomResourceDefinition',
    'Service',
    'Deployment',
    'Ingress',
    'APIService',
    'Widget',
  ]);
});

test("an object's own sync option goes before the application's", () => {
  const object = objectSyncOptions(annotated({ 'argocd.argoproj.io/sync-options': 'Validate=false, Prune=false' }));
  const application = applicationSyncOptions({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a' },
    spec: { project: 'p', destination: {}, syncPolicy: { syncOptions: ['Prune=confirm', 'PruneLast=true'] } },
  });

  expect(syncOption('Prune', object, application)).toBe('false');
  expect(syncOption('PruneLast', object, application)).toBe('true');
  expect(syncOption('Force', object, application)).toBeUndefined();
});
