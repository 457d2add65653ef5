import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { ScheduledTask } from './schedule.js';

/** Tasks that are done before the next wave begins: step after step, those of a step at once. */
export interface ScheduledWave {
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly steps: readonly (readonly ScheduledTask[])[];
}

/** A schedule as its waves, in its order. Pure. */
export function scheduleWaves(tasks: readonly ScheduledTask[]): readonly ScheduledWave[] {
  const waves: { readonly phase: SyncPhase; readonly wave: number; readonly steps: ScheduledTask[][] }[] = [];
  for (const task of tasks) {
    const last = waves.at(-1);
    if (last?.phase !== task.phase || last.wave !== task.wave)
      waves.push({ phase: task.phase, wave: task.wave, steps: [[task]] });
    else if (last.steps.at(-1)?.[0]?.step === task.step) last.steps.at(-1)?.push(task);
    else last.steps.push([task]);
  }
  return waves;
}
