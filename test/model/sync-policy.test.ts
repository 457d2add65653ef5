import { SyncPolicy } from '../../src/model/sync-policy.js';

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
