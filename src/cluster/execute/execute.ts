import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { StoredInventory } from '../inventory/inventory.js';
import { inventoryName } from '../inventory/name.js';
import { readInventory } from '../inventory/store.js';
import { applysetId } from '../objects/applyset.js';
import { identityOfChange, isApply } from '../plan/change.js';
import { instantiateHook } from '../rehearse/instantiate-hook.js';
import { impersonate } from '../transport/impersonate.js';
import {
  type ExecuteOptions,
  type Execution,
  type ExecutionState,
  isFine,
  type LockedOptions,
  newExecutionState,
  type Planned,
  type Unverified,
} from './execution.js';
import { judgeFound } from './judge-found.js';
import { acquireLease, type HeldLease } from './lease.js';
import { prepareNamespace } from './prepare-namespace.js';
import { recordFinished, recordPending } from './record.js';
import { runHooked } from './run-hooked.js';
import { verify } from './verify.js';

/**
 * Executes a plan: lock, write down what is about to happen, apply in waves until healthy, prune, verify,
 * record.
 *
 * @param replan observes and plans again; asked when somebody else's sync ended between observation and lock.
 * Undefined: there is nothing left to do
 * @returns undefined when there was nothing left to do: then nothing was written
 * @throws GitopsError for what stops it before anything was changed: the lock, a plan that has problems under
 * the lock
 */
export async function execute(
  planned: Planned,
  options: ExecuteOptions,
  replan: () => Promise<Planned | undefined>,
): Promise<Execution | undefined> {
  const { client, inventoryNamespace: namespace } = options;
  const { application } = planned.observed;
  const name = inventoryName(application.instance);
  const { actor } = options.operation;
  const lease = await acquireLease(client, {
    namespace,
    name,
    holder: actor,
    lockTimeoutMs: options.lockTimeoutMs,
    durationMs: options.leaseDurationMs,
    signal: options.signal,
    onWait: (other) =>
      options.onEvent({
        kind: 'warning',
        message: `waiting for another sync, by '${other}', to end; one that was killed is taken over soon`,
      }),
  });
  try {
    const current = await readInventory(client, namespace, name, options.signal);
    const fresh = current?.resourceVersion === planned.observed.inventory?.resourceVersion;
    const actual = fresh ? planned : await replan();
    if (!actual) return undefined;
    GitopsError.throwAll(actual.plan.problems);
    return await executeLocked(actual, options, lease);
  } finally {
    await lease.release();
  }
}

async function executeLocked(
  { observed, plan }: Planned,
  options: ExecuteOptions,
  lease: HeldLease,
): Promise<Execution> {
  const started = Date.now();
  const state = newExecutionState();
  const user = observed.application.impersonate;
  const planned = {
    observed,
    plan: {
      ...plan,
      runs: plan.runs.map((run) => ({ ...run, desired: instantiateHook(run.desired, run.phase, options.operation) })),
    },
  };
  const guarded = { ...options, signal: AbortSignal.any([options.signal, lease.lost]) };
  const stored = await recordPending(planned, guarded);
  let unverified: readonly Unverified[] = [];
  try {
    unverified = await run(
      planned,
      { ...guarded, judge: judgeFound(observed, guarded), client: impersonate(guarded.client, user) },
      state,
    );
  } catch (error) {
    const reason = guarded.signal.aborted ? guarded.signal.reason : error;
    if (!guarded.signal.aborted && !GitopsError.is(error)) throw error;
    if (GitopsError.is(reason) && reason.code !== 'INTERRUPTED') state.errors.push(reason);
  }
  const outcome = outcomeOf(state, unverified, options.signal, lease.lost);
  const execution = { ...state, outcome, unverified, plan: planned.plan };
  if (!lease.lost.aborted) await record(planned, options, stored, execution, started);
  return execution;
}

async function run(planned: Planned, options: LockedOptions, state: ExecutionState): Promise<readonly Unverified[]> {
  const { observed, plan } = planned;
  for (const change of plan.changes) {
    if (change.action !== 'refuse') continue;
    state.refused.push({ object: identityOfChange(change), reason: change.reason });
    options.onEvent({ kind: 'done', action: 'refused', object: identityOfChange(change), message: change.reason });
  }
  await prepareNamespace(options.client, observed);
  const setId = applysetId({
    name: inventoryName(observed.application.instance),
    namespace: options.inventoryNamespace,
  });
  const { prune: guards, inventoryNamespace } = options;
  const prunes = { application: observed.application, options: guards, inventoryNamespace, setId };
  await runHooked(plan, { ...options, prunes, asArgoCd: plan.asArgoCd }, state);
  if (!isFine(state)) {
    const left = plan.changes.filter(
      (change) => change.action === 'delete' && !state.deleted.has(identityKey(identityOfChange(change))),
    ).length;
    if (left > 0)
      options.onEvent({
        kind: 'warning',
        message: `${left} planned deletions were not made, because not everything is applied and healthy`,
      });
    return [];
  }
  const applied = plan.changes.filter(isApply);
  return applied.length === 0 ? [] : verify(options.client, setId, applied, options.signal);
}

function outcomeOf(
  state: ExecutionState,
  unverified: readonly Unverified[],
  signal: AbortSignal,
  lost: AbortSignal,
): Execution['outcome'] {
  if (signal.aborted && !lost.aborted) return 'interrupted';
  if (state.errors.length > 0) return 'failed';
  return state.unhealthy.length > 0 || unverified.length > 0 ? 'unhealthy' : 'synced';
}

/** The run's own errors matter more than that they could not be written down. */
async function record(
  planned: Planned,
  options: ExecuteOptions,
  stored: StoredInventory,
  execution: Execution,
  started: number,
): Promise<void> {
  try {
    await recordFinished(planned, options, stored, execution, started);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    execution.errors.push(error);
    options.onEvent({
      kind: 'warning',
      message: `the result could not be recorded, the next sync will find out: ${error.message}`,
    });
  }
}
