import { observeHooks } from '../../cluster/observe/observe-hooks.js';
import type { ObservedApplication, ObserveOptions } from '../../cluster/observe/observed-application.js';
import { type HookMode, hooksDue } from '../../cluster/plan/hooks-due.js';
import { isEmpty, type Plan } from '../../cluster/plan/plan.js';
import { withHooks } from '../../cluster/plan/with-hooks.js';

export interface PlanHooksOptions extends ObserveOptions {
  readonly mode: HookMode;
  /** The Argo Application itself is deleted. */
  readonly deleting: boolean;
}

/**
 * Adds the hooks that are due to the plan of an Argo Application. Asks the cluster only when there are some.
 */
export async function planHooks(
  observed: ObservedApplication,
  plan: Plan,
  { mode, deleting, ...options }: PlanHooksOptions,
): Promise<Plan> {
  const { hooks, inventory } = observed;
  const changes = !isEmpty(plan) || observed.createNamespace !== undefined || observed.manageNamespace !== undefined;
  // Without a record of ours only a change says that Argo CD will sync.
  if (observed.application.argocd && !changes) return plan;
  const due = hooksDue({ hooks, mode, changes, deleting, ...(inventory ? { inventory } : {}) });
  return due ? withHooks(plan, due, await observeHooks(observed, due.phases, options), inventory) : plan;
}
