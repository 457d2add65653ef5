import type { KubeObject } from '../../manifest/kube-object.js';
import { hookOf } from './hooks.js';
import { SYNC_PHASES } from './phases.js';

const HOOK = 'argocd.argoproj.io/hook';
const POLICY = 'argocd.argoproj.io/hook-delete-policy';
const POLICIES = ['BeforeHookCreation', 'HookSucceeded', 'HookFailed'];

/**
 * Why each word of an object's hook annotations that has no effect has none: Argo CD passes over what is
 * misspelt in silence, and never applies the object. Pure.
 */
export function ignoredHookWords(object: Pick<KubeObject, 'metadata'>): readonly string[] {
  const { annotations = {} } = object.metadata;
  const never = hookOf(object) === 'ignored' ? ', so it is never applied' : '';
  return [
    ...misspelt(annotations[HOOK], [...SYNC_PHASES, 'Skip']).map(
      (fault) => `'${fault}' is no hook (${[...SYNC_PHASES, 'Skip'].join(', ')})${never}`,
    ),
    ...misspelt(annotations[POLICY], POLICIES).map(
      (fault) => `'${fault}' is no hook delete policy (${POLICIES.join(', ')})`,
    ),
  ];
}

function misspelt(text: string | undefined, words: readonly string[]): readonly string[] {
  const given = text?.split(',').map((word) => word.trim()) ?? [];
  return given.filter((word) => word !== '' && !words.includes(word));
}
