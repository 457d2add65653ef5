import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { isApply } from '../observe/change.js';
import type { ScheduledTask } from '../plan/schedule.js';
import { type ScheduledWave, scheduleWaves } from '../plan/schedule-waves.js';
import { STAGE, stageOf } from '../plan/stage.js';
import type { Discovery } from '../transport/discovery.js';
import { discoverUntilServed } from './discover-until-served.js';
import { type ExecuteOptions, type ExecutionState, isFine } from './execution.js';
import { type PruneContext, pruneStep } from './prune.js';
import { runStep } from './run-step.js';
import { waitForWave } from './wait-for-wave.js';

/** CRDs are waited for also when nothing else is. */
const FOUNDATIONS_TIMEOUT_MS = 60_000;

/** Executes a schedule wave by wave: the next one begins when every object of the one before is healthy. Stops at the first wave that fails or stays unhealthy. */
export async function runWaves(
  schedule: readonly ScheduledTask[],
  options: ExecuteOptions,
  context: PruneContext,
  state: ExecutionState,
): Promise<void> {
  const live = new Map(
    schedule.flatMap(({ change }) => (change.action === 'keep' ? [[identityKey(change.desired.identity), change.live] as const] : [])),
  );
  let { discovery } = options;
  for (const wave of scheduleWaves(schedule)) {
    discovery = await runSteps(wave, { ...options, discovery }, context, state);
    if (isFine(state)) state.unhealthy.push(...(await waitForWave(desiredOf(wave.steps.flat()), live, { ...options, discovery }, state)));
    if (!isFine(state)) break;
  }
}

async function runSteps(wave: ScheduledWave, options: ExecuteOptions, context: PruneContext, state: ExecutionState): Promise<Discovery> {
  let { discovery } = options;
  for (const step of wave.steps) {
    const applies = step.flatMap(({ change }) => (isApply(change) ? [change] : []));
    const deletions = step.flatMap(({ change }) => (change.action === 'delete' ? [change] : []));
    if (applies.length > 0) {
      const kinds = [...new Set(applies.map(({ desired }) => desired.identity.kind))].sort().join(', ');
      options.onEvent({ kind: 'stage', stage: kinds, wave: wave.wave, objects: applies.length });
      await runStep(applies, options, state);
    }
    if (isFine(state) && deletions.length > 0) await pruneStep(deletions, options, context, state);
    if (!isFine(state)) break;
    const foundations = applies.filter(({ desired }) => stageOf(desired.manifest) === STAGE.foundations).map(({ desired }) => desired);
    if (foundations.length > 0) discovery = await settleFoundations(foundations, { ...options, discovery }, state);
    if (!isFine(state)) break;
  }
  return discovery;
}

/** CRDs have to be established, and what they define served, before anything stands on them. */
async function settleFoundations(applied: readonly DesiredObject[], options: ExecuteOptions, state: ExecutionState): Promise<Discovery> {
  const healthTimeoutMs = options.healthTimeoutMs || FOUNDATIONS_TIMEOUT_MS;
  state.unhealthy.push(...(await waitForWave(applied, new Map<string, KubeObject>(), { ...options, healthTimeoutMs }, state)));
  return isFine(state) ? discoverUntilServed(options.client, options.discovery, applied, options.signal) : options.discovery;
}

function desiredOf(tasks: readonly ScheduledTask[]): readonly DesiredObject[] {
  return tasks.flatMap(({ change }) => ('desired' in change ? [change.desired] : []));
}
