import type { SyncPhase } from '../../argocd/sync/phases.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { DesiredHook } from '../objects/desired.js';
import type { ExecuteOptions, ExecutionState, HookResult, UnhealthyObject } from './execution.js';
import { waitForWave } from './wait-for-wave.js';

/** Hooks are waited for also when health is not. */
const HOOK_TIMEOUT_MS = 300_000;

/**
 * Waits until the hooks of a wave have ended, by Argo CD's rules: a Job or Pod that is done, otherwise a
 * healthy object, or one that has no health. Degraded and Unknown fail; what is suspended has not ended.
 */
export async function waitForHooks(
  hooks: readonly DesiredHook[],
  phase: SyncPhase,
  options: ExecuteOptions,
  state: ExecutionState,
): Promise<void> {
  if (hooks.length === 0) return;
  const healthTimeoutMs = options.healthTimeoutMs || HOOK_TIMEOUT_MS;
  const unhealthy = await waitForWave(hooks, new Map(), { ...options, healthTimeoutMs, toEnd: true }, state);
  const open = new Map(unhealthy.map((one) => [identityKey(one.object), one]));
  const hasFailed = unhealthy.some(isFailure);
  for (const { identity } of hooks) {
    const result = resultOf({ object: identity, phase }, open.get(identityKey(identity)));
    state.hooks.push(result);
    const message = [`${phase} hook`, ...(result.result === 'succeeded' ? [] : [result.result])].join(' ');
    options.onEvent({
      kind: 'done',
      action: 'ran',
      object: identity,
      message: result.message ? `${message}: ${result.message}` : message,
    });
    if (result.result === 'failed' || (result.result === 'running' && !hasFailed))
      state.errors.push(failure(result, healthTimeoutMs));
  }
}

function resultOf(run: Pick<HookResult, 'object' | 'phase'>, open: UnhealthyObject | undefined): HookResult {
  if (!open) return { ...run, result: 'succeeded' };
  const { object: _, status: _status, ...told } = open;
  return { ...run, result: isFailure(open) ? 'failed' : 'running', ...told };
}

function isFailure({ status }: UnhealthyObject): boolean {
  return status === 'Degraded' || status === 'Unknown' || status === 'Missing';
}

function failure({ object, phase, result, message }: HookResult, timeoutMs: number): GitopsError {
  const name = describeIdentity(object);
  const what = result === 'failed' ? 'failed' : `did not end within ${Math.round(timeoutMs / 1000)} s`;
  return new GitopsError('CLUSTER_HOOK_FAILED', `${phase} hook ${name} ${what}${message ? `: ${message}` : ''}`, {
    object: name,
    hint:
      result === 'failed'
        ? 'Correct what it runs, and sync again: hooks are run again after a failed sync.'
        : 'Give it more time with --timeout, or find out what it waits for: it is left running.',
  });
}
