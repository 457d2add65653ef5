import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import { isBuiltInGroup } from '../health/judge.js';
import { describeConflict } from '../objects/conflicts.js';
import type { DesiredHook } from '../objects/desired.js';
import { lighten } from '../objects/fingerprint.js';
import type { ApplyChange } from '../plan/change.js';
import { fewerReplicas } from '../plan/fewer-replicas.js';
import type { HookRun } from '../plan/hook-run.js';
import { STAGE, stageOf } from '../plan/stage.js';
import { startUntil } from '../transport/start-until.js';
import { applyChange } from './apply-change.js';
import type { ExecuteOptions, ExecutionState, LockedOptions } from './execution.js';
import { isOthers } from './is-others.js';
import { noteError } from './note-error.js';
import { startHook } from './start-hook.js';

/**
 * More than the API server is asked at once; all at once thousands would be made ready for sending that only
 * wait.
 */
const AT_ONCE = 64;
const PAST = { create: 'created', update: 'updated', recreate: 'recreated' } as const;

/**
 * Applies the objects of one step, and starts its hooks, at once. What fails is noted in the state.
 *
 * @returns the hooks to wait for
 */
export async function runStep(
  changes: readonly ApplyChange[],
  runs: readonly HookRun[],
  options: LockedOptions,
  state: ExecutionState,
): Promise<readonly DesiredHook[]> {
  const [applied, started] = await Promise.all([
    settleEach(changes, (change) => runChange(change, options, state)),
    Promise.allSettled(runs.map((run) => startHook(run, options, state))),
  ]);
  for (const result of [...applied, ...started]) {
    if (result.status === 'fulfilled') continue;
    if (!GitopsError.is(result.reason) && !options.signal.aborted) throw result.reason;
    if (GitopsError.is(result.reason)) noteError(state, result.reason);
  }
  options.signal.throwIfAborted();
  return started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function settleEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<readonly PromiseSettledResult<void>[]> {
  const results: PromiseSettledResult<void>[] = [];
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) results.push(...(await Promise.allSettled([work(item)])));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}

async function runChange(change: ApplyChange, options: LockedOptions, state: ExecutionState): Promise<void> {
  options.signal.throwIfAborted();
  const object = change.desired.identity;
  const key = identityKey(object);
  state.attempted.add(key);
  const client = startUntil(options.client, options.signal);
  const applied = await applyChange(client, change, options).catch((error: unknown) => {
    if (!client.hasBegun || isOthers(error)) state.attempted.delete(key);
    throw error;
  });
  state.applied.set(key, lighten(applied.live, isLookedAtAgain(change, options)));
  state.counts[PAST[change.action]] += 1;
  options.onEvent({ kind: 'done', action: PAST[change.action], object, ...messageOf(change) });
  const fewer = fewerReplicas(change);
  for (const warning of [...(fewer === undefined ? [] : [fewer]), ...applied.warnings])
    options.onEvent({ kind: 'warning', message: warning, object });
  if (change.action === 'create' && !applied.created) {
    options.onEvent({
      kind: 'warning',
      message: `${describeIdentity(object)} appeared while it was being created; both were merged`,
      object,
    });
  }
}

/** Whether the health of what the API server answered counts, see `waitForWave`. */
function isLookedAtAgain(
  { desired: { identity, manifest } }: ApplyChange,
  { health, healthTimeoutMs }: ExecuteOptions,
): boolean {
  if (stageOf(manifest) === STAGE.foundations) return true;
  return healthTimeoutMs > 0 && isBuiltInGroup(identity.group) && health.hasHealth(identity.group, identity.kind);
}

function messageOf(change: ApplyChange): { readonly message?: string } {
  const notes = [
    ...(change.action === 'update' && change.reason !== 'manifest changed' ? [change.reason] : []),
    ...change.taken.map(describeConflict).map(({ field, owner }) => `took ${field} back from ${owner}`),
    ...change.yielded.map(describeConflict).map(({ field, owner }) => `left ${field} to ${owner}`),
    ...(change.migration?.managers ?? []).map((manager) => `took the fields of '${manager}' over`),
  ];
  return notes.length === 0 ? {} : { message: notes.join('; ') };
}
