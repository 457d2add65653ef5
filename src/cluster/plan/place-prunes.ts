import { kindRank } from '../../argocd/kind-order.js';
import { waveOf } from '../../argocd/waves.js';
import type { Change, DeleteChange } from '../observe/change.js';
import type { Place } from './place.js';
import { stageOf } from './stage.js';

/** Where deletions stand: after the last wave, in the reverse order of creation; those a guard forbids, at their end. Pure. */
export function placePrunes(changes: readonly Change[], lastWave: number): readonly Place[] {
  const deletions = changes.filter((change): change is DeleteChange => change.action === 'delete');
  const waves = [...new Set(deletions.map(({ live }) => waveOf(live)))].sort((left, right) => right - left);
  const refusals = changes.filter((change) => change.action === 'refuse');
  return [
    ...deletions.map((change): Place => {
      const wave = lastWave + 1 + waves.indexOf(waveOf(change.live));
      return { phase: 'Sync', wave, stage: -stageOf(change.live), rank: -kindRank(change.live.kind), change };
    }),
    ...refusals.map((change): Place => ({ phase: 'Sync', wave: lastWave + Math.max(1, waves.length), stage: 1, rank: 0, change })),
  ];
}
