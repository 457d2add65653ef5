import type { ArgoApplicationSettings } from '../../src/model/argo-application-settings.js';
import { type MergedArgoSettings, mergeArgoSettings } from '../../src/model/merge-argo-settings.js';
import { SyncPolicy } from '../../src/model/sync-policy.js';

const NOTHING: MergedArgoSettings = {
  labels: {},
  annotations: {},
  wave: undefined,
  syncPolicy: { syncOptions: ['CreateNamespace=true'] },
  ignoreDifferences: [],
  argoApplication: {},
};
const replicas = { kind: 'Deployment', jsonPointers: ['/spec/replicas'] };
const status = { kind: 'Widget', jsonPointers: ['/status'] };
const { automated, manual } = SyncPolicy;
const change = SyncPolicy.with;

test.each<[string, readonly ArgoApplicationSettings[], Partial<MergedArgoSettings>]>([
  ['nobody says anything', [{}, {}, {}, {}], {}],
  [
    'maps are merged by key',
    [{ labels: { a: '1', b: '1' } }, { labels: { b: '2', c: '2' } }],
    { labels: { a: '1', b: '2', c: '2' } },
  ],
  [
    'undefined is not given',
    [
      { labels: { a: '1' }, wave: 3 },
      { labels: { a: undefined as never }, wave: undefined },
    ],
    { labels: { a: '1' }, wave: 3 },
  ],
  ['annotations too', [{ annotations: { a: '1' } }, { annotations: { a: '2' } }], { annotations: { a: '2' } }],
  ['the innermost wave counts', [{ wave: 1 }, { wave: 5 }, {}, { wave: 0 }], { wave: 0 }],
  [
    'all ignored differences count, the outermost first',
    [{ ignoreDifferences: [replicas] }, {}, { ignoreDifferences: [status] }],
    { ignoreDifferences: [replicas, status] },
  ],
  [
    'fields are merged by key, however deep; their lists are replaced',
    [
      {
        argoApplication: {
          metadata: { finalizers: ['a', 'b'] },
          spec: { source: { kustomize: { commonLabels: { a: '1' } } } },
        },
      },
      {
        argoApplication: {
          metadata: { finalizers: ['c'] },
          spec: { source: { kustomize: { commonLabels: { b: '2' } } } },
        },
      },
    ],
    {
      argoApplication: {
        metadata: { finalizers: ['c'] },
        spec: { source: { kustomize: { commonLabels: { a: '1', b: '2' } } } },
      },
    },
  ],
  [
    'the innermost automated() or manual() decides who syncs',
    [{ syncPolicy: automated({ prune: true, selfHeal: true }) }, { syncPolicy: manual() }],
    {},
  ],
  [
    'automated() inside says all of the automation, whatever is around it',
    [
      { syncPolicy: automated({ prune: true, selfHeal: true, allowEmpty: true }) },
      { syncPolicy: automated({ prune: true }) },
    ],
    { syncPolicy: { automated: { prune: true, selfHeal: false }, syncOptions: ['CreateNamespace=true'] } },
  ],
  [
    'with() changes the automation around it',
    [
      { syncPolicy: automated({ prune: true, selfHeal: true }) },
      { syncPolicy: change({ selfHeal: false, enabled: false }) },
    ],
    {
      syncPolicy: {
        automated: { prune: true, selfHeal: false, enabled: false },
        syncOptions: ['CreateNamespace=true'],
      },
    },
  ],
  ['with() automates nothing', [{ syncPolicy: manual() }, { syncPolicy: change({ prune: true, selfHeal: true }) }], {}],
  [
    'with() outside does not outlast automated() inside, but its options do',
    [{ syncPolicy: change({ prune: true, options: { serverSideApply: true } }) }, { syncPolicy: automated({}) }],
    {
      syncPolicy: {
        automated: { prune: false, selfHeal: false },
        syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
      },
    },
  ],
  [
    'options are merged by name, however they are given',
    [
      { syncPolicy: manual({ options: { replace: true, pruneLast: true, force: true } }) },
      { syncPolicy: change({ options: { createNamespace: false, replace: false }, syncOptions: ['NewOption=true'] }) },
      { syncPolicy: change({ syncOptions: ['NewOption=false'] }) },
    ],
    { syncPolicy: { syncOptions: ['Force=true', 'NewOption=false', 'PruneLast=true', 'Replace=false'] } },
  ],
  [
    'the retry and the metadata of the namespace are merged by name',
    [
      {
        syncPolicy: manual({
          retry: { limit: 3, backoff: { duration: '5s', factor: 2 } },
          namespaceMetadata: { labels: { a: '1' } },
        }),
      },
      {
        syncPolicy: change({
          retry: { refresh: true, backoff: { factor: 3 } },
          namespaceMetadata: { labels: { b: '2' } },
        }),
      },
    ],
    {
      syncPolicy: {
        managedNamespaceMetadata: { labels: { a: '1', b: '2' } },
        retry: { limit: 3, refresh: true, backoff: { duration: '5s', factor: 3 } },
        syncOptions: ['CreateNamespace=true'],
      },
    },
  ],
])('%s', (_, levels, expected) => {
  expect(mergeArgoSettings(levels)).toStrictEqual({ ...NOTHING, ...expected });
});
