import type { IConstruct } from 'constructs';
import { HOOK_WORDS } from '../argocd/sync/hook-words.js';
import type { HookDeletePolicy } from '../argocd/sync/hooks.js';
import type { SyncPhase } from '../argocd/sync/phases.js';
import { annotate, wrongAnnotation } from './annotate.js';
import { syncWave } from './sync-wave.js';

const HOOK = 'argocd.argoproj.io/hook';
const DELETE_POLICY = 'argocd.argoproj.io/hook-delete-policy';

/** When a hook runs, and when its object is deleted. */
export interface HookProps {
  /** With several phases, the object is created again in each. */
  readonly phase: SyncPhase | readonly SyncPhase[];
  /** @default BeforeHookCreation: when the hook runs again */
  readonly deletePolicy?: HookDeletePolicy | readonly HookDeletePolicy[];
  /** Order among the hooks of the phase. @default 0 */
  readonly wave?: number;
}

/**
 * Makes an object a hook: it is created in a phase of each sync and waited for, and it is not part of the
 * objects that live.
 *
 * @param object a construct of one object, such as a Job
 * @throws GitopsError MODEL_INVALID_VALUE for a phase or delete policy that Argo CD does not know
 * @example
 * hook(new RawObject(scope, 'migrate', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate' } }), {
 *   phase: 'PreSync',
 *   deletePolicy: ['BeforeHookCreation', 'HookSucceeded'],
 *   wave: -1,
 * });
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
 */
export function hook<T extends IConstruct>(object: T, { phase, deletePolicy, wave }: HookProps): T {
  annotate(object, HOOK, words(object, 'phase', phase, HOOK_WORDS[HOOK]));
  if (deletePolicy !== undefined)
    annotate(object, DELETE_POLICY, words(object, 'deletePolicy', deletePolicy, HOOK_WORDS[DELETE_POLICY]));
  return wave === undefined ? object : syncWave(object, wave);
}

function words(object: IConstruct, prop: string, given: string | readonly string[], known: readonly string[]): string {
  const all = [given].flat();
  const wrong = all.find((word) => !known.includes(word));
  const hint = `Give ${known.map((word) => `'${word}'`).join(', ')}, or a list of them.`;
  if (wrong !== undefined) throw wrongAnnotation(object, `${prop} '${String(wrong)}' of the hook is unknown`, hint);
  if (all.length === 0) throw wrongAnnotation(object, `${prop} of the hook is empty`, hint);
  return all.join(',');
}
