import { hookOf } from '../../src/argocd/hooks.js';

test.each([
  [{}, 'none'],
  [{ 'argocd.argoproj.io/hook': 'Skip' }, 'ignored'],
  [{ 'argocd.argoproj.io/hook': 'PreSync' }, { phases: 'PreSync' }],
  [{ 'helm.sh/hook': 'crd-install' }, 'none'],
  [{ 'helm.sh/hook': 'test' }, 'ignored'],
  [{ 'helm.sh/hook': 'pre-rollback,test-success' }, 'ignored'],
  [{ 'helm.sh/hook': 'pre-install, pre-upgrade' }, { phases: 'PreSync' }],
  [{ 'helm.sh/hook': 'post-install,test,pre-delete' }, { phases: 'PostSync,PreDelete' }],
  [{ 'helm.sh/hook': 'pre-install', 'argocd.argoproj.io/hook': 'Skip' }, 'ignored'],
])('%j is %j', (annotations, expected) => {
  expect(hookOf({ metadata: { name: 'a', annotations } as { name: string; annotations: Record<string, string> } })).toEqual(expected);
});
