import type { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { Inventory } from '../inventory/inventory.js';
import { missingFields } from '../objects/contains.js';
import type { HookObservation } from '../observe/observe-hooks.js';
import type { HookRun } from './hook-run.js';
import type { HooksDue } from './hooks-due.js';
import type { Plan } from './plan.js';

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
  const { hook, live, earlier } = observation;
  const resumes = mayBeRunning(observation, inventory);
  return hook.phases
    .filter((phase) => phases.includes(phase))
    .map((phase) => ({
      action: 'run',
      reason: phase === 'SyncFail' ? 'only after a failure' : reason,
      phase,
      desired: hook,
      ...(live ? { live } : {}),
      earlier,
      resumes,
    }));
}

/** An interrupted run started it, in the only phase it has, from the manifest it still has. */
function mayBeRunning({ hook, live }: HookObservation, inventory: Inventory | undefined): boolean {
  if (!inventory?.operation || hook.phases.length > 1) return false;
  if (hook.template) return true;
  const entry = inventory.entries.find((one) => identityKey(one) === identityKey(hook.identity));
  return entry?.hook !== undefined && live !== undefined && missingFields(hook.manifest, live).length === 0;
}
