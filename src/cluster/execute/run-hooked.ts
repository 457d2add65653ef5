import { GitopsError } from '../../errors.js';
import type { Plan } from '../plan/plan.js';
import { scheduleOf } from '../plan/schedule.js';
import { type ScheduledWave, scheduleWaves } from '../plan/schedule-waves.js';
import { endHooks } from './end-hooks.js';
import { type ExecutionState, isFine, newExecutionState } from './execution.js';
import { type RunWavesOptions, runWaves } from './run-waves.js';

/** Executes a schedule, then what hooks ask for when all of it has succeeded, or something failed. */
export async function runHooked(
  plan: Plan,
  given: Omit<RunWavesOptions, 'only'>,
  state: ExecutionState,
): Promise<void> {
  const waves = scheduleWaves(scheduleOf(plan));
  const options = { ...given, only: waves.filter(hasWork).length <= 1 };
  const onFailure = waves.filter(({ phase }) => phase === 'SyncFail');
  await runNoting(
    waves.filter(({ phase }) => phase !== 'SyncFail'),
    options,
    state,
  );
  if (isFine(state)) return endHooks(plan.runs, 'HookSucceeded', options, state);
  const first = plan.runs.filter(({ phase }) => phase !== 'SyncFail');
  await endHooks(first, 'HookFailed', options, state);
  // Their own errors are reported together with those of the sync that they belong to.
  const own: ExecutionState = {
    ...state,
    errors: newExecutionState().errors,
    unhealthy: newExecutionState().unhealthy,
  };
  await runNoting(onFailure, { ...options, despiteFailures: true }, own);
  await endHooks(plan.runs, 'HookFailed', options, own);
  state.errors.push(...own.errors);
  state.unhealthy.push(...own.unhealthy);
}

function hasWork({ steps }: ScheduledWave): boolean {
  return steps.flat().some(({ action }) => action !== 'keep' && action !== 'refuse');
}

/** What stops the waves is a failure of the sync too; an interruption is none. */
async function runNoting(
  waves: readonly ScheduledWave[],
  options: RunWavesOptions,
  state: ExecutionState,
): Promise<void> {
  try {
    await runWaves(waves, options, state);
  } catch (error) {
    if (!GitopsError.is(error) || error.code === 'INTERRUPTED' || options.signal.aborted) throw error;
    state.errors.push(...GitopsError.each(error));
  }
}
