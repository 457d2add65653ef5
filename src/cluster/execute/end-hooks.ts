import type { HookDeletePolicy } from '../../argocd/sync/hooks.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import { deleteObject } from '../objects/delete-object.js';
import type { HookRun } from '../plan/hook-run.js';
import type { ExecuteOptions, ExecutionState } from './execution.js';
import { releaseHook } from './release-hook.js';

/**
 * Deletes the objects of hooks whose policy asks for it, now that the whole sync has succeeded or failed;
 * what still runs stays.
 */
export async function endHooks(
  runs: readonly HookRun[],
  policy: HookDeletePolicy,
  options: ExecuteOptions,
  state: ExecutionState,
): Promise<void> {
  const ending = new Map(
    runs
      .filter(({ desired }) => desired.deletePolicies.includes(policy))
      .map((run) => [identityKey(run.desired.identity), run]),
  );
  await Promise.all([...ending].map(([key, run]) => endHook(key, run, options, state)));
}

async function endHook(
  key: string,
  { desired, ...run }: HookRun,
  options: ExecuteOptions,
  state: ExecutionState,
): Promise<void> {
  const live = state.applied.get(key) ?? (state.deleted.has(key) ? undefined : run.live);
  if (!live || state.hooks.some(({ object, result }) => identityKey(object) === key && result === 'running')) return;
  try {
    const target = { identity: desired.identity, resource: desired.resource };
    const free = await releaseHook(options.client, { ...target, live });
    if (free) await deleteObject(options.client, { ...target, live: free }, { propagation: 'Background' });
    state.deleted.add(key);
    state.applied.delete(key);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    options.onEvent({
      kind: 'warning',
      message: `${describeIdentity(desired.identity)} could not be deleted: ${error.message}`,
      object: desired.identity,
    });
  }
}
