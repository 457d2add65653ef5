import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredHook, DesiredObject } from '../objects/desired.js';
import { isApply } from '../plan/change.js';
import type { HookRun } from '../plan/hook-run.js';
import type { ScheduledTask } from '../plan/schedule.js';
import type { ScheduledWave } from '../plan/schedule-waves.js';
import { STAGE, stageOf } from '../plan/stage.js';
import type { Discovery } from '../transport/discovery.js';
import { discoverUntilServed } from './discover-until-served.js';
import { type ExecuteOptions, type ExecutionState, isFine, type LockedOptions } from './execution.js';
import { type PruneContext, pruneStep } from './prune.js';
import { runStep } from './run-step.js';
import { waitForHooks } from './wait-for-hooks.js';
import { waitForWave } from './wait-for-wave.js';
import { type LeavingObject, waitUntilGone } from './wait-until-gone.js';

/** CRDs are waited for also when nothing else is. */
const FOUNDATIONS_TIMEOUT_MS = 60_000;

export interface RunWavesOptions extends LockedOptions {
  /** What deletions depend on. */
  readonly prunes: Omit<PruneContext, 'isLast'>;
  /** Argo CD's way: the last wave is not waited for. */
  readonly asArgoCd: boolean;
  /** True when only one wave has anything to do. */
  readonly only: boolean;
  /**
   * Argo CD's way with SyncFail hooks: each is run and waited for, whatever became of the others. Default:
   * false.
   */
  readonly despiteFailures?: boolean;
}

/**
 * Executes waves one after the other: the next one begins when every object of the one before is healthy, and
 * every hook has ended. Stops at the first wave that fails or stays unhealthy, but with
 * `despiteFailures`.
 */
export async function runWaves(
  waves: readonly ScheduledWave[],
  options: RunWavesOptions,
  state: ExecutionState,
): Promise<void> {
  const tasks = waves.flatMap(({ steps }) => steps.flat());
  const kept = new Map(
    tasks.flatMap(({ change }) =>
      change.action === 'keep' ? [[identityKey(change.desired.identity), change.live] as const] : [],
    ),
  );
  let { discovery } = options;
  for (const [index, wave] of waves.entries()) {
    const isLast = index === waves.length - 1;
    const done = await runSteps(wave, isLast, { ...options, discovery }, state);
    discovery = done.discovery;
    const current = { ...options, discovery };
    const together = options.despiteFailures ? done.hooks.map((hook) => [hook]) : [done.hooks];
    await Promise.all(together.map((hooks) => waitForHooks(hooks, wave.phase, current, state)));
    const gated = !(isLast && options.asArgoCd && done.hooks.length === 0);
    if (isFine(state) && gated) state.unhealthy.push(...(await waitForWave(objectsOf(wave), kept, current, state)));
    if (isFine(state) && !isLast) await waitForDeletions(done.leaving, current, state);
    if (isToStop(options, state)) break;
  }
}

function isToStop({ despiteFailures = false }: RunWavesOptions, state: ExecutionState): boolean {
  return !despiteFailures && !isFine(state);
}

interface DoneSteps {
  readonly discovery: Discovery;
  readonly hooks: readonly DesiredHook[];
  readonly leaving: readonly LeavingObject[];
}

async function runSteps(
  wave: ScheduledWave,
  isLast: boolean,
  options: RunWavesOptions,
  state: ExecutionState,
): Promise<DoneSteps> {
  let { discovery } = options;
  const hooks: DesiredHook[] = [];
  const leaving: LeavingObject[] = [];
  for (const step of wave.steps) {
    const changes = step.map(({ change }) => change);
    const deletions = changes.filter((change) => change.action === 'delete');
    const applies = changes.filter((change) => change.action !== 'run').filter(isApply);
    const runs = changes.filter((change): change is HookRun => change.action === 'run');
    if (applies.length + runs.length > 0) {
      const kinds = [...new Set([...applies, ...runs].map(({ desired }) => desired.identity.kind))].sort().join(', ');
      const { phase, wave: number } = wave;
      options.onEvent({
        kind: 'stage',
        stage: kinds,
        phase,
        wave: number,
        only: options.only,
        objects: applies.length + runs.length,
      });
    }
    if (deletions.length > 0)
      leaving.push(...(await pruneStep(deletions, options, { ...options.prunes, isLast }, state)));
    if (!isToStop(options, state)) hooks.push(...(await runStep(applies, runs, options, state)));
    if (isToStop(options, state)) break;
    const foundations = applies
      .filter(({ desired }) => stageOf(desired.manifest) === STAGE.foundations)
      .map(({ desired }) => desired);
    if (foundations.length > 0) discovery = await settleFoundations(foundations, { ...options, discovery }, state);
    if (!isFine(state)) break;
    const awaited = applies.filter(({ desired }) => desired.awaitsKind).map(({ desired }) => desired);
    if (awaited.length > 0) discovery = await discoverUntilServed(options.client, discovery, awaited, options.signal);
  }
  return { discovery, hooks, leaving };
}

/** CRDs have to be established, and their kinds served, before any object uses them. */
async function settleFoundations(
  applied: readonly DesiredObject[],
  options: ExecuteOptions,
  state: ExecutionState,
): Promise<Discovery> {
  const healthTimeoutMs = options.healthTimeoutMs || FOUNDATIONS_TIMEOUT_MS;
  state.unhealthy.push(
    ...(await waitForWave(applied, new Map<string, KubeObject>(), { ...options, healthTimeoutMs }, state)),
  );
  return isFine(state)
    ? discoverUntilServed(options.client, options.discovery, applied, options.signal)
    : options.discovery;
}

/** Waits until deleted objects are gone, because later waves may depend on that. */
async function waitForDeletions(
  leaving: readonly LeavingObject[],
  options: RunWavesOptions,
  state: ExecutionState,
): Promise<void> {
  if (leaving.length === 0 || options.healthTimeoutMs === 0) return;
  const timing = { timeoutMs: options.healthTimeoutMs, signal: options.signal };
  const remaining = await waitUntilGone(options.client, options.prunes.setId, leaving, timing);
  const there = new Set(remaining.map(({ object }) => identityKey(object)));
  for (const { identity } of leaving) if (!there.has(identityKey(identity))) state.deleted.add(identityKey(identity));
  state.unhealthy.push(
    ...remaining.map(({ object, reason }) => ({ object, status: 'Progressing' as const, message: reason })),
  );
}

function objectsOf(wave: ScheduledWave): readonly DesiredObject[] {
  return wave.steps
    .flat()
    .flatMap(({ change }: ScheduledTask) => ('desired' in change && change.action !== 'run' ? [change.desired] : []));
}
