import type { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import { setIdOf } from '../inventory/set-id.js';
import { refuseAdoption, refuseRunning, refuseShared } from '../objects/adoption.js';
import { memberOf } from '../objects/applyset.js';
import type { DesiredObject } from '../objects/desired.js';
import { migrationRule } from '../objects/migration-rule.js';
import { chooseRehearsals } from '../rehearse/choose-rehearsals.js';
import { isUnchanged, type Observation } from '../rehearse/observation.js';
import { type RehearseObservationOptions, rehearseObservation } from '../rehearse/rehearse-observation.js';
import { impersonate } from '../transport/impersonate.js';
import { kindKey } from '../transport/path.js';
import { brokenIgnores } from './broken-ignores.js';
import { lookAgain } from './look-again.js';
import { memberQueries } from './member-queries.js';
import { observeNamespace } from './observe-namespace.js';
import type {
  ObservationTarget,
  ObservedApplication,
  ObserveOptions,
  Observing,
  Seen,
} from './observed-application.js';
import { searchedPlaces } from './searched-places.js';

/** Observes one Argo Application in what was seen of its cluster, and rehearses what changed. */
export async function observeApplication(
  target: ObservationTarget,
  seen: Seen,
  options: Observing,
): Promise<ObservedApplication> {
  const { application } = target;
  const isTheirs = application.argocd !== undefined;
  const read = isTheirs ? theirObjects(target, seen, options) : ourObjects(target, seen, options);
  const needed = read.filter((observation) => needsRehearsal(observation, options));
  const broken = needed.length > 0 ? await brokenIgnores(application, options.jq) : [];
  const possible = needed.filter(({ desired }) => broken.length === 0 || desired.ignored === undefined);
  const rehearsing = rehearsalOf(target, seen, options);
  const rehearsed = await rehearseChanged(read, possible, options.economical ?? false, rehearsing);
  const observations = isTheirs ? rehearsed : await withAppeared(rehearsed, target, seen, options);
  const { found, coming, missing, sets } = seen;
  const looking = { found, coming, rehearse: options.conflicts !== 'inspect', signal: options.signal };
  const { problem, ...namespace } = await observeNamespace(rehearsing.client, target, looking);
  return {
    ...target,
    observations,
    members: seen.own,
    detached: isTheirs ? new Set() : detachedOf(target, seen),
    incomplete: incompleteOf(target, seen, options),
    ...(isTheirs ? { searched: searchedPlaces(target.objects, seen.delivered.listed, options.discovery) } : {}),
    missing,
    sets,
    verdicts: await seen.verdicts,
    problems: problem ? [...broken, problem] : broken,
    ...namespace,
  };
}

/** Objects that Argo CD delivers: nothing is adopted, and the inventory knows nothing of them. */
function theirObjects(target: ObservationTarget, seen: Seen, options: ObserveOptions): readonly Observation[] {
  const context = { setId: setIdOf(target.application, options.inventoryNamespace), sets: seen.sets };
  return desiredOf(target).map((desired) => {
    const unreadable = seen.delivered.incomplete.get(kindKey(desired.resource));
    if (unreadable) return { desired, entry: entryOf(target, desired), refusal: unreadable };
    const live = seen.own.get(identityKey(desired.identity));
    return { desired, live, refusal: live && refuseShared(desired, live, context) };
  });
}

function ourObjects(target: ObservationTarget, seen: Seen, options: ObserveOptions): readonly Observation[] {
  const { adopt, ownership: policy, inventoryNamespace } = options;
  const { instance, trackedAs = instance } = target.application;
  const entries = new Map((target.inventory?.entries ?? []).map((entry) => [identityKey(entry), entry]));
  const common = { trackedAs, setId: setIdOf(target.application, inventoryNamespace), sets: seen.sets, adopt, policy };
  return desiredOf(target).map((desired) => {
    const key = identityKey(desired.identity);
    const entry = entries.get(key);
    const unreadable = seen.members.incomplete.get(kindKey(desired.resource));
    if (unreadable) return { desired, entry, refusal: unreadable };
    const live = seen.own.get(key);
    const stranger = live ? undefined : (seen.members.objects.get(key) ?? seen.found.get(key));
    const isOfEntry = stranger !== undefined && entry !== undefined && entry.uid === stranger.metadata.uid;
    const begun = isOfEntry && entry.manifest === undefined;
    const adoption = { ...common, running: seen.running.get(key), begun };
    const refusal = stranger ? refuseAdoption(desired, stranger, adoption) : refuseRunning(desired, adoption);
    const adopting = stranger !== undefined && !seen.sets.has(memberOf(stranger) ?? '');
    return { desired, entry, live, stranger, adopting, refusal };
  });
}

function desiredOf({ application, objects }: ObservationTarget): readonly DesiredObject[] {
  const migration = migrationRule(application);
  return objects.map((object) => ({ ...object, migration }));
}

function entryOf({ inventory }: ObservationTarget, { identity }: DesiredObject): Observation['entry'] {
  return inventory?.entries.find((entry) => identityKey(entry) === identityKey(identity));
}

/** What Argo CD applies takes every field: rules of ours about others' fields do not bind it. */
function rehearsalOf(target: ObservationTarget, seen: Seen, options: Observing): RehearseObservationOptions {
  const { missing, verdicts } = seen;
  const client = impersonate(options.client, target.application.impersonate);
  const common = { ...options, missing, verdicts, client };
  return target.application.argocd ? { ...common, conflicts: 'take', ownership: undefined, contentOnly: true } : common;
}

/** Where nothing is going to be applied, everything that is wrong is reported: then all are rehearsed. */
async function rehearseChanged(
  read: readonly Observation[],
  possible: readonly Observation[],
  economical: boolean,
  options: RehearseObservationOptions,
): Promise<readonly Observation[]> {
  const rehearse = (chosen: ReadonlySet<Observation>, all: readonly Observation[]) =>
    Promise.all(all.map((each) => (chosen.has(each) ? rehearseObservation(each, options) : each)));
  const first = economical ? chooseRehearsals(possible) : new Set(possible);
  const rehearsed = await rehearse(first, read);
  if (!rehearsed.some(({ failure }) => failure)) return rehearsed;
  return rehearse(new Set(possible.filter((each) => !first.has(each))), rehearsed);
}

/** With those that another writer has made since they were looked for: judged, and rehearsed again. */
async function withAppeared(
  observations: readonly Observation[],
  target: ObservationTarget,
  seen: Seen,
  options: Observing,
): Promise<readonly Observation[]> {
  const refused = observations.flatMap(({ desired, live, stranger, failure }) =>
    failure && !live && !stranger ? [{ sought: desired, failure }] : [],
  );
  const appeared = await lookAgain(refused, seen.sets, options);
  if (!appeared) return observations;
  const { found, sets } = appeared;
  const now = { ...seen, found: new Map([...seen.found, ...found]), sets };
  const again = ourObjects(target, now, options).filter(({ desired }) => found.has(identityKey(desired.identity)));
  const judged = await Promise.all(
    again.map((each) => (each.refusal ? each : rehearseObservation(each, rehearsalOf(target, now, options)))),
  );
  const byKey = new Map(judged.map((each) => [identityKey(each.desired.identity), each]));
  return observations.map((each) => byKey.get(identityKey(each.desired.identity)) ?? each);
}

/** To take fields from others, the fields that an earlier run left to others have to be requested. */
function needsRehearsal(
  { desired, entry, live, refusal }: Observation,
  { everything = false, conflicts, ownership }: ObserveOptions,
): boolean {
  const takes = conflicts === 'take' || ownership?.conflictRules?.some(({ policy }) => policy === 'take');
  return !refusal && !live?.metadata.deletionTimestamp && (everything || takes || !isUnchanged(desired, entry, live));
}

/** Entries of the inventory whose objects lost the label of the set. */
function detachedOf({ inventory }: ObservationTarget, { own, found }: Seen): ReadonlySet<string> {
  const keys = (inventory?.entries ?? []).map(identityKey);
  return new Set(keys.filter((key) => !own.has(key) && found.has(key)));
}

function incompleteOf(
  target: ObservationTarget,
  { delivered, members }: Seen,
  { discovery }: ObserveOptions,
): ReadonlyMap<string, GitopsError> {
  const { incomplete } = target.application.argocd ? delivered : members;
  const kinds = new Set(memberQueries([target], discovery).map(({ resource }) => kindKey(resource)));
  return new Map([...incomplete].filter(([kind]) => kinds.has(kind)));
}
