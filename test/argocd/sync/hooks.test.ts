import { hookOf } from '../../../src/argocd/sync/hooks.js';
import { objectSyncOptions } from '../../../src/argocd/sync/sync-options.js';

const [ARGO, HELM] = ['argocd.argoproj.io/hook', 'helm.sh/hook'];
const of = (annotations: Record<string, string>) => hookOf({ metadata: { name: 'a', annotations } });
const phases = (annotations: Record<string, string>) => {
  const hook = of(annotations);
  return typeof hook === 'string' ? hook : hook.phases.join();
};

// As gitops-engine's own tables (pkg/sync/hook/hook_test.go, helm/type_test.go) have them.
test.each<[string, Record<string, string>, string]>([
  ['nothing', {}, 'none'],
  ['one phase', { [ARGO]: 'PreSync' }, 'PreSync'],
  ['every phase of a sync', { [ARGO]: 'SyncFail, PostSync,Sync,PreSync' }, 'PreSync,Sync,PostSync,SyncFail'],
  ['the phases of a deletion', { [ARGO]: 'PostDelete,PreDelete' }, 'PreDelete,PostDelete'],
  ['a phase twice', { [ARGO]: 'Sync,Sync' }, 'Sync'],
  ['Skip', { [ARGO]: 'Skip' }, 'ignored'],
  ['Skip beside a phase', { [ARGO]: 'Skip,PreSync' }, 'PreSync'],
  ['Skip beside a hook of Helm', { [ARGO]: 'Skip', [HELM]: 'pre-install' }, 'ignored'],
  ['a phase that nobody knows', { [ARGO]: 'Garbage' }, 'ignored'],
  ['one that nobody knows beside one', { [ARGO]: 'Sync,Garbage' }, 'Sync'],
  ['nothing in the annotation', { [ARGO]: '' }, 'ignored'],
  ['a phase of another case', { [ARGO]: 'presync' }, 'ignored'],
  ['Helm: before', { [HELM]: 'pre-install,pre-upgrade' }, 'PreSync'],
  ['Helm: after', { [HELM]: 'post-upgrade' }, 'PostSync'],
  ['Helm: both', { [HELM]: 'post-install, pre-install' }, 'PreSync,PostSync'],
  ['Helm: deletion', { [HELM]: 'pre-delete,post-delete' }, 'PreDelete,PostDelete'],
  ['Helm: a test', { [HELM]: 'test-success' }, 'ignored'],
  ['Helm: a rollback', { [HELM]: 'pre-rollback' }, 'ignored'],
  ['Helm: a CRD is none', { [HELM]: 'crd-install' }, 'none'],
  ['Helm: a CRD that is one too', { [HELM]: 'crd-install,pre-install' }, 'PreSync'],
  ['both: Argo CD counts', { [ARGO]: 'Sync', [HELM]: 'pre-install' }, 'Sync'],
  ['both, and Argo CD names none', { [ARGO]: 'Garbage', [HELM]: 'pre-install' }, 'PreSync'],
])('%s', (_, annotations, expected) => {
  expect(phases(annotations)).toBe(expected);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['none', {}, ['BeforeHookCreation']],
  ['one that nobody knows', { 'argocd.argoproj.io/hook-delete-policy': 'garbage' }, ['BeforeHookCreation']],
  ['some', { 'argocd.argoproj.io/hook-delete-policy': 'HookFailed, HookSucceeded' }, ['HookSucceeded', 'HookFailed']],
  [
    "Helm's",
    { 'helm.sh/hook-delete-policy': 'hook-succeeded,before-hook-creation' },
    ['BeforeHookCreation', 'HookSucceeded'],
  ],
  [
    'both together',
    { 'argocd.argoproj.io/hook-delete-policy': 'HookFailed', 'helm.sh/hook-delete-policy': 'hook-succeeded' },
    ['HookSucceeded', 'HookFailed'],
  ],
])('delete policy: %s', (_, annotations, deletePolicies) => {
  expect(of({ [ARGO]: 'Sync', ...annotations })).toMatchObject({ deletePolicies });
});

test.each([true, 5, null, {}, []])(
  'an annotation that is not a text, %p, makes no hook, so that the API server refuses it, and breaks nothing',
  (value) => {
    const annotations = {
      'argocd.argoproj.io/hook': value,
      'argocd.argoproj.io/sync-options': value,
    } as unknown as Record<string, string>;
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', annotations } };

    expect(hookOf(object)).toBe('none');
    expect(objectSyncOptions(object)).toEqual([]);
  },
);
