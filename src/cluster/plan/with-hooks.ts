import type { GitopsError } from '../../errors.js';
import type { Inventory } from '../inventory/inventory.js';
import { isListedHook } from '../inventory/is-listed-hook.js';
import type { HookObservation } from '../observe/observe-hooks.js';
import type { HookRun } from './hook-run.js';
import type { HooksDue } from './hooks-due.js';
import type { Plan } from './plan.js';
import { replacesHook } from './replaces-hook.js';

/** A plan with the hooks that are due, and with what is wrong with them. Pure. */
export function withHooks(
  plan: Plan,
  due: HooksDue,
  observations: readonly HookObservation[],
  inventory: Inventory | undefined,
): Plan {
  const runs = observations.flatMap((observation) => runsOf(observation, due, inventory));
  const problems = observations.flatMap(({ problem }): readonly GitopsError[] => (problem ? [problem] : []));
  return { ...plan, runs, problems: [...new Set([...plan.problems, ...problems])] };
}

function runsOf(
  observation: HookObservation,
  { reason, phases }: HooksDue,
  inventory: Inventory | undefined,
): readonly HookRun[] {
  const { hook, live, earlier, change } = observation;
  const resumes = mayBeRunning(observation, inventory);
  const isListed = isListedHook(hook, inventory);
  const interrupted = inventory?.operation !== undefined;
  const replaces = replacesHook({ hook, exists: live !== undefined, change, isListed, interrupted });
  return hook.phases
    .filter((phase) => phases.includes(phase))
    .map((phase) => ({
      action: 'run',
      reason: phase === 'SyncFail' ? 'only after a failure' : reason,
      phase,
      desired: hook,
      ...(live ? { live } : {}),
      earlier,
      replaces,
      resumes,
    }));
}

/** An interrupted run started it, in the only phase it has, from the manifest it still has. */
function mayBeRunning({ hook, change }: HookObservation, inventory: Inventory | undefined): boolean {
  if (!inventory?.operation || hook.phases.length > 1) return false;
  if (hook.template) return true;
  return change === 'none' && isListedHook(hook, inventory);
}
