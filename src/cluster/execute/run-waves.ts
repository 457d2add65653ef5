import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { ApplyChange } from '../observe/change.js';
import type { Plan } from '../plan/plan.js';
import { type Step, stages, type Wave } from '../plan/stages.js';
import type { Discovery } from '../transport/discovery.js';
import { applyChange } from './apply-change.js';
import { discoverUntilServed } from './discover-until-served.js';
import { type ExecuteOptions, type ExecutionState, isFine } from './execution.js';
import { waitForWave } from './wait-for-wave.js';

/** CRDs are waited for also when nothing else is. */
const FOUNDATIONS_TIMEOUT_MS = 60_000;

const PAST = { create: 'created', update: 'updated', recreate: 'recreated' } as const;

/**
 * Applies a plan wave by wave: the next wave begins when every object of the one before is healthy. Stops at the first wave that fails or stays unhealthy.
 *
 * @returns what the cluster serves now, after CRDs of the plan
 */
export async function runWaves(plan: Plan, options: ExecuteOptions, state: ExecutionState): Promise<Discovery> {
  const live = new Map(
    plan.changes.flatMap((change) => (change.action === 'keep' ? [[identityKey(change.desired.identity), change.live] as const] : [])),
  );
  let { discovery } = options;
  for (const wave of stages(plan.changes)) {
    discovery = await runSteps(wave, { ...options, discovery }, state);
    if (isFine(state)) state.unhealthy.push(...(await waitForWave(wave.objects, live, { ...options, discovery }, state)));
    if (!isFine(state)) break;
  }
  return discovery;
}

async function runSteps(wave: Wave, options: ExecuteOptions, state: ExecutionState): Promise<Discovery> {
  let { discovery } = options;
  for (const step of wave.steps) {
    options.onEvent({ kind: 'stage', stage: step.kind, wave: wave.wave, objects: step.changes.length });
    await runStep(step, options, state);
    if (!isFine(state)) break;
    if (step.stage === 'foundations') discovery = await settleFoundations(step, { ...options, discovery }, state);
  }
  return discovery;
}

async function runStep(step: Step, options: ExecuteOptions, state: ExecutionState): Promise<void> {
  const results = await Promise.allSettled(step.changes.map((change) => runChange(change, options, state)));
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    if (!GitopsError.is(result.reason) && !options.signal.aborted) throw result.reason;
    if (GitopsError.is(result.reason)) state.errors.push(...GitopsError.each(result.reason));
  }
  options.signal.throwIfAborted();
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

/** CRDs have to be established, and what they define served, before anything stands on them. */
async function settleFoundations(step: Step, options: ExecuteOptions, state: ExecutionState): Promise<Discovery> {
  const desired = step.changes.map((change) => change.desired);
  state.unhealthy.push(
    ...(await waitForWave(desired, new Map(), { ...options, healthTimeoutMs: options.healthTimeoutMs || FOUNDATIONS_TIMEOUT_MS }, state)),
  );
  if (!isFine(state)) return options.discovery;
  return discoverUntilServed(options.client, options.discovery, desired, options.signal);
}

function messageOf(change: ApplyChange): { readonly message?: string } {
  const notes = [
    ...(change.action === 'update' && change.reason !== 'manifest changed' ? [change.reason] : []),
    ...change.taken.map(({ field, manager }) => `took ${field.slice(1)} back from '${manager}'`),
    ...change.yielded.map(({ field, manager }) => `left ${field.slice(1)} to '${manager}'`),
  ];
  return notes.length === 0 ? {} : { message: notes.join('; ') };
}
