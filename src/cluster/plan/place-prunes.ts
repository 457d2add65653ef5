import { kindRank } from '../../argocd/sync/kind-order.js';
import { objectSyncOptions } from '../../argocd/sync/sync-options.js';
import { waveOf } from '../../argocd/sync/waves.js';
import type { DeleteChange } from './change.js';
import type { Place } from './place.js';
import type { Plan } from './plan.js';
import { stageOf } from './stage.js';

/**
 * The place of deletions. Those that a guard forbids are listed at the end. Pure.
 *
 * Ours: after the last wave, in the reverse order of creation, those that ask for `PruneLast` after all
 * others.
 *
 * @param lastWave the highest wave of the phase `Sync`, at least 0
 */
export function placePrunes(plan: Plan, lastWave: number): readonly Place[] {
  const deletions = plan.changes.filter((change): change is DeleteChange => change.action === 'delete');
  const places = plan.asArgoCd ? inWaves(deletions, lastWave, plan.pruneLast) : atEnd(deletions, lastWave);
  const end = Math.max(lastWave + 1, ...places.map(({ wave }) => wave));
  const refusals = plan.changes.filter((change) => change.action === 'refuse');
  return [...places, ...refusals.map((change): Place => ({ phase: 'Sync', wave: end, stage: 3, rank: 0, change }))];
}

function atEnd(deletions: readonly DeleteChange[], lastWave: number): readonly Place[] {
  const waves = [...new Set(deletions.filter((change) => !asksLast(change)).map(ownWave))].sort(
    (left, right) => right - left,
  );
  return deletions.map((change): Place => {
    const index = asksLast(change) ? waves.length : waves.indexOf(ownWave(change));
    return {
      phase: 'Sync',
      wave: lastWave + 1 + index,
      stage: -stageOf(change.live),
      rank: -kindRank(change.live.kind),
      change,
    };
  });
}

/**
 * Argo CD's way: first in their wave and all at once, the waves of all deletions swapped symmetrically; what
 * asks for `PruneLast` after the last wave of all.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/#how-do-sync-waves-work
 */
function inWaves(deletions: readonly DeleteChange[], lastWave: number, allLast: boolean): readonly Place[] {
  const waves = [...new Set(deletions.map(ownWave))].sort((left, right) => left - right);
  const swapped = (change: DeleteChange) => waves[waves.length - 1 - waves.indexOf(ownWave(change))] ?? 0;
  const last = Math.max(lastWave, ...waves) + 1;
  return deletions.map((change): Place => {
    const wave = allLast || asksLast(change) ? last : swapped(change);
    return { phase: 'Sync', wave, stage: -1, rank: 0, change };
  });
}

function ownWave({ live }: DeleteChange): number {
  return waveOf(live);
}

function asksLast({ live }: DeleteChange): boolean {
  return objectSyncOptions(live).includes('PruneLast=true');
}
