import { SYNC_PHASES, type SyncPhase } from '../../argocd/sync/phases.js';
import { compareText } from '../../manifest/compare-text.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import { type Change, identityOfChange } from './change.js';
import type { HookRun } from './hook-run.js';
import type { Place } from './place.js';
import { placeDesired } from './place-desired.js';
import { placePrunes } from './place-prunes.js';
import type { Plan } from './plan.js';

/** One task of a sync, at its place in the order of execution. */
export interface ScheduledTask {
  readonly phase: SyncPhase;
  /** The wave in which it is done: not always the object's own, see `scheduleOf`. */
  readonly wave: number;
  /** Tasks of one step are sent at once. Counted from 1 over the whole schedule. */
  readonly step: number;
  readonly object: ObjectIdentity;
  /** `run` is a hook's. */
  readonly action: Change['action'] | 'run';
  /** Why, such as `drifted`. */
  readonly reason: string;
  /** True for hooks. */
  readonly hook?: boolean;
  /** What is executed. */
  readonly change: Change | HookRun;
}

/**
 * The whole order of a sync: phases, in each waves, in each wave steps, and when a wave ends everything in it
 * has to be healthy. Pure, and what `execute` runs.
 *
 * In a wave Namespaces and CustomResourceDefinitions come first and admission webhooks last, between them
 * Argo CD's order of kinds, then the name. A Namespace or CustomResourceDefinition comes at the latest with
 * the first object that needs it. What is deleted comes after all that is applied and before `PostSync`: in
 * waves of its own, the objects of the last wave first; with `asArgoCd` inside the waves.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function scheduleOf(plan: Plan): readonly ScheduledTask[] {
  const desired = placeDesired([...plan.changes, ...plan.runs]);
  const lastWave = Math.max(0, ...desired.filter(({ phase }) => phase === 'Sync').map(({ wave }) => wave));
  const places = [...desired, ...placePrunes(plan, lastWave)].sort(inOrder);
  let step = 0;
  let previous = '';
  return places.map((place) => {
    const key = [place.phase, place.wave, place.stage, place.rank].join('/');
    if (key !== previous) step += 1;
    previous = key;
    const { phase, wave, change } = place;
    const hook = change.action === 'run' ? { hook: true } : {};
    return {
      phase,
      wave,
      step,
      object: identityOfChange(change),
      action: change.action,
      reason: reasonOf(change),
      ...hook,
      change,
    };
  });
}

function inOrder(left: Place, right: Place): number {
  return (
    SYNC_PHASES.indexOf(left.phase) - SYNC_PHASES.indexOf(right.phase) ||
    left.wave - right.wave ||
    left.stage - right.stage ||
    left.rank - right.rank ||
    byName(identityOfChange(left.change), identityOfChange(right.change))
  );
}

function byName(left: ObjectIdentity, right: ObjectIdentity): number {
  const key = ({ name, namespace = '', kind, group }: ObjectIdentity): string =>
    [name, namespace, kind, group].join('\0');
  return compareText(key(left), key(right));
}

function reasonOf(change: Change | HookRun): string {
  switch (change.action) {
    case 'keep':
      return 'unchanged';
    case 'delete':
      return 'left Git';
    default:
      return change.reason;
  }
}
