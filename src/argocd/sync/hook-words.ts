import { SYNC_PHASES } from './phases.js';

/** The words in the annotations of hooks. Helm also has words that Argo CD never runs, such as `test`. */
export const HOOK_WORDS = {
  'argocd.argoproj.io/hook': [...SYNC_PHASES, 'Skip'],
  'argocd.argoproj.io/hook-delete-policy': ['BeforeHookCreation', 'HookSucceeded', 'HookFailed'],
  'helm.sh/hook': [
    'pre-install',
    'post-install',
    'pre-delete',
    'post-delete',
    'pre-upgrade',
    'post-upgrade',
    'pre-rollback',
    'post-rollback',
    'test',
    'test-success',
    'test-failure',
    'crd-install',
  ],
  'helm.sh/hook-delete-policy': ['before-hook-creation', 'hook-succeeded', 'hook-failed'],
} as const;
