import { kindRank } from '../../argocd/sync/kind-order.js';
import { SYNC_PHASES } from '../../argocd/sync/phases.js';
import type { DesiredObject } from '../objects/desired.js';
import { isDefinition, upcomingKinds } from '../objects/upcoming-kinds.js';
import type { Change } from './change.js';
import type { HookRun } from './hook-run.js';
import type { Place } from './place.js';
import { isNamespace, stageOf } from './stage.js';

type Moment = Pick<Place, 'phase' | 'wave'>;
type Desired = Extract<Change | HookRun, { readonly desired: DesiredObject }>;

/**
 * The place of an object that Git wants: in its own wave, and a Namespace or CustomResourceDefinition no
 * later than the first object that needs it. Pure.
 */
export function placeDesired(changes: readonly (Change | HookRun)[]): readonly Place[] {
  const wanted = changes.filter((change): change is Desired => 'desired' in change);
  const own = wanted.map((change) => ({
    change,
    moment: { phase: change.action === 'run' ? change.phase : 'Sync', wave: change.desired.wave } as Moment,
  }));
  const firstNeeded = new Map<string, Moment>();
  for (const { change, moment } of own) {
    for (const need of needsOf(change.desired)) firstNeeded.set(need, earlier(moment, firstNeeded.get(need)));
  }
  return own.map(({ change, moment }) => {
    const { manifest } = change.desired;
    const found = gives(change.desired).reduce((first, need) => earlier(first, firstNeeded.get(need)), moment);
    return { ...found, stage: stageOf(manifest), rank: kindRank(manifest.kind), change };
  });
}

function needsOf({ identity: { group, kind, namespace } }: DesiredObject): readonly string[] {
  return [`kind ${group}/${kind}`, ...(namespace === undefined ? [] : [`namespace ${namespace}`])];
}

function gives({ manifest, identity }: DesiredObject): readonly string[] {
  if (isNamespace(manifest)) return [`namespace ${identity.name}`];
  return isDefinition(manifest) ? upcomingKinds([manifest]).map(({ group, kind }) => `kind ${group}/${kind}`) : [];
}

function earlier(left: Moment, right: Moment | undefined): Moment {
  if (!right) return left;
  return (SYNC_PHASES.indexOf(left.phase) - SYNC_PHASES.indexOf(right.phase) || left.wave - right.wave) <= 0
    ? left
    : right;
}
