import type { DesiredHook } from '../objects/desired.js';
import { isProtectedKind } from '../objects/protected-kinds.js';
import type { HookChange } from '../rehearse/rehearse-hook.js';

/** What exists under the name of a hook, and how it got there. */
export interface EarlierHook {
  readonly hook: Pick<DesiredHook, 'identity' | 'deletePolicies'>;
  readonly exists: boolean;
  /** What an apply would change in it. Absent where that was not asked. */
  readonly change?: HookChange;
  /** True when the inventory lists it as a hook: an earlier run of ours left it. */
  readonly isListed: boolean;
  /** True when that run was killed or interrupted. */
  readonly interrupted: boolean;
}

/**
 * Whether what an earlier run left under the name of a hook is deleted before the hook is made: by its
 * policy, or, whatever its policy, because an interrupted run left another hook, or because what is there
 * cannot become this hook. Never a Namespace, a CustomResourceDefinition or a volume that the policy does not
 * name. Pure.
 */
export function replacesHook({ hook, exists, change, isListed, interrupted }: EarlierHook): boolean {
  if (!exists) return false;
  if (hook.deletePolicies.includes('BeforeHookCreation')) return true;
  if (!isListed || isProtectedKind(hook.identity)) return false;
  return change === 'refused' || (interrupted && change === 'possible');
}
