import { ignoredSyncOptions, SYNC_OPTIONS } from '../../src/argocd/sync/sync-option-table.js';
import { type ArgoSyncOptions, SyncPolicy } from '../../src/model/sync-policy.js';

test('sync options are spelled as Argo CD compares them, sorted, and only where they differ from its defaults', () => {
  const { spec } = SyncPolicy.automated({
    prune: true,
    options: {
      serverSideApply: true,
      prunePropagationPolicy: 'background',
      pruneLast: true,
      validate: false,
      prune: 'confirm',
      delete: false,
    },
    retry: { limit: 3, backoff: { duration: '10s' } },
  });

  expect(spec).toEqual({
    automated: { prune: true, selfHeal: false },
    retry: { limit: 3, backoff: { duration: '10s' } },
    syncOptions: [
      'CreateNamespace=true',
      'Delete=false',
      'Prune=confirm',
      'PruneLast=true',
      'PrunePropagationPolicy=background',
      'ServerSideApply=true',
      'Validate=false',
    ],
  });
});

test('manual means that nothing is automated; the namespace is created unless refused', () => {
  expect(SyncPolicy.manual().spec).toEqual({ syncOptions: ['CreateNamespace=true'] });
  expect(SyncPolicy.manual({ options: { createNamespace: false } }).spec).toEqual({});
});

test('every sync option that Argo CD knows has a typed name', () => {
  const typed: Required<ArgoSyncOptions> = {
    applyOutOfSyncOnly: true,
    clientSideApplyMigration: true,
    createNamespace: true,
    delete: false,
    failOnSharedResource: true,
    force: true,
    prune: false,
    pruneLast: true,
    prunePropagationPolicy: 'background',
    replace: true,
    respectIgnoreDifferences: true,
    serverSideApply: true,
    skipDryRunOnMissingResource: true,
    validate: true,
  };

  const { syncOptions = [] } = SyncPolicy.with({ options: typed }).spec;

  expect(syncOptions.map((option) => option.split('=')[0])).toEqual(Object.keys(SYNC_OPTIONS).sort());
  expect(ignoredSyncOptions(syncOptions, 'application')).toEqual([]);
});
