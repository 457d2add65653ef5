import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { DesiredHook } from '../objects/desired.js';
import type { ApplyChange } from '../observe/change.js';
import type { HookRun } from '../plan/hook-run.js';
import { applyChange } from './apply-change.js';
import type { ExecuteOptions, ExecutionState } from './execution.js';
import { startHook } from './start-hook.js';

const PAST = { create: 'created', update: 'updated', recreate: 'recreated' } as const;

/**
 * Applies the objects of one step, and starts its hooks, at once. What fails is noted in the state.
 *
 * @returns the hooks to wait for
 */
export async function runStep(
  changes: readonly ApplyChange[],
  runs: readonly HookRun[],
  options: ExecuteOptions,
  state: ExecutionState,
): Promise<readonly DesiredHook[]> {
  const hooks: DesiredHook[] = [];
  const results = await Promise.allSettled([
    ...changes.map((change) => runChange(change, options, state)),
    ...runs.map(async (run) => {
      hooks.push(await startHook(run, options, state));
    }),
  ]);
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    if (!GitopsError.is(result.reason) && !options.signal.aborted) throw result.reason;
    if (GitopsError.is(result.reason)) state.errors.push(...GitopsError.each(result.reason));
  }
  options.signal.throwIfAborted();
  return hooks;
}

async function runChange(change: ApplyChange, options: ExecuteOptions, state: ExecutionState): Promise<void> {
  options.signal.throwIfAborted();
  const object = change.desired.identity;
  const key = identityKey(object);
  state.attempted.add(key);
  const applied = await applyChange(options.client, change, options);
  state.applied.set(key, applied.live);
  state.counts[PAST[change.action]] += 1;
  options.onEvent({ kind: 'done', action: PAST[change.action], object, ...messageOf(change) });
  for (const warning of applied.warnings) options.onEvent({ kind: 'warning', message: warning, object });
  if (change.action === 'create' && !applied.created) {
    options.onEvent({ kind: 'warning', message: `${describeIdentity(object)} appeared while it was being created; both were merged`, object });
  }
}

function messageOf(change: ApplyChange): { readonly message?: string } {
  const notes = [
    ...(change.action === 'update' && change.reason !== 'manifest changed' ? [change.reason] : []),
    ...change.taken.map(({ field, manager }) => `took ${field.slice(1)} back from '${manager}'`),
    ...change.yielded.map(({ field, manager }) => `left ${field.slice(1)} to '${manager}'`),
  ];
  return notes.length === 0 ? {} : { message: notes.join('; ') };
}
