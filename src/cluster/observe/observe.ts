import type { RunningOwner } from '../../argocd/application/running-owner.js';
import type { Crd } from '../../engines/crd/crd.js';
import { createCrd } from '../../engines/crd/create-crd.js';
import { createJq } from '../../engines/jq/create-jq.js';
import type { Jq } from '../../engines/jq/jq.js';
import type { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { identityOfEntry } from '../inventory/identity-of-entry.js';
import type { StoredInventory } from '../inventory/inventory.js';
import { inventoryName } from '../inventory/name.js';
import { type KnownSet, refuseAdoption, refuseRunning, refuseShared } from '../objects/adoption.js';
import { applysetId, memberOf } from '../objects/applyset.js';
import type { RehearsalPolicy } from '../objects/conflicts.js';
import type { DesiredApplication, DesiredHook, DesiredObject } from '../objects/desired.js';
import { migrationRule } from '../objects/migration-rule.js';
import type { OwnershipPolicy } from '../objects/ownership-policy.js';
import { chooseRehearsals } from '../rehearse/choose-rehearsals.js';
import { type CustomVerdicts, judgeCustom } from '../rehearse/judge-custom.js';
import { isUnchanged, type Observation } from '../rehearse/observation.js';
import { rehearseObservation } from '../rehearse/rehearse-observation.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import { impersonate } from '../transport/impersonate.js';
import { kindKey } from '../transport/path.js';
import { brokenIgnores } from './broken-ignores.js';
import { changingObjects } from './changing-objects.js';
import { deliveredMembers } from './delivered-members.js';
import { destinationNamespace } from './destination-namespace.js';
import { findRunningOwners, type ManagingCluster } from './find-running-owners.js';
import { knownSets } from './known-sets.js';
import { type Delivered, listDelivered } from './list-delivered.js';
import { lookUp, type Sought } from './look-up.js';
import { lookUpNamespaces } from './look-up-namespaces.js';
import { memberQueries } from './member-queries.js';
import { listMembers, type Members } from './members.js';
import { type ObservedNamespace, observeNamespace } from './observe-namespace.js';
import { searchedPlaces } from './searched-places.js';

/** One Argo Application as it is to be observed. */
export interface ObservationTarget {
  readonly application: DesiredApplication;
  readonly objects: readonly DesiredObject[];
  readonly hooks: readonly DesiredHook[];
  readonly inventory?: StoredInventory;
}

export interface ObserveOptions {
  readonly client: KubeClient;
  readonly discovery: Discovery;
  readonly inventoryNamespace: string;
  /** Every inventory of the cluster, for the names of other owners. */
  readonly inventories: ReadonlyMap<string, StoredInventory>;
  /** Inventory names of Argo Applications that are in Git but not in this run. */
  readonly elsewhere: ReadonlySet<string>;
  readonly adopt: boolean;
  readonly conflicts: RehearsalPolicy;
  readonly ownership?: OwnershipPolicy;
  /** What Argo CD calls this cluster, beside its URL and its name in Git. */
  readonly destinations?: readonly string[];
  /** Other clusters of the run, whose Argo CD may deliver to this one. */
  readonly managing?: readonly ManagingCluster[];
  /** Rehearse unchanged objects too. Default: false. */
  readonly everything?: boolean;
  /** Rehearse one of each shape where many objects are created: see `chooseRehearsals`. Default: false. */
  readonly economical?: boolean;
  readonly signal?: AbortSignal;
}

/** What the cluster said about one Argo Application. */
export interface ObservedApplication extends ObservationTarget, ObservedNamespace {
  readonly observations: readonly Observation[];
  readonly members: ReadonlyMap<string, KubeObject>;
  readonly detached: ReadonlySet<string>;
  readonly incomplete: ReadonlyMap<string, GitopsError>;
  /** Namespaces that do not exist, and that this run brings. */
  readonly missing: ReadonlySet<string>;
  /** Every set of the cluster, by id. */
  readonly sets: ReadonlyMap<string, KnownSet>;
  /** What the CustomResourceDefinitions of the run say. */
  readonly verdicts: CustomVerdicts;
  /** Of what Argo CD delivers: where objects that left Git were looked for. */
  readonly searched?: readonly string[];
  /** What is wrong with the Argo Application itself. */
  readonly problems: readonly GitopsError[];
}

/**
 * Observes all Argo Applications of a cluster together: one LIST per kind, a look-up of what was never seen,
 * a dry run of what changed.
 */
export async function observe(
  targets: readonly ObservationTarget[],
  options: ObserveOptions,
): Promise<readonly ObservedApplication[]> {
  const lazy: { jq?: Jq; crd?: Crd } = {};
  const jq = (): Jq => {
    lazy.jq ??= createJq();
    return lazy.jq;
  };
  const crd = (): Crd => {
    lazy.crd ??= createCrd();
    return lazy.crd;
  };
  try {
    return await observeAll(targets, { ...options, jq, crd });
  } finally {
    await Promise.all([lazy.jq?.close(), lazy.crd?.close()]);
  }
}

interface Observing extends ObserveOptions {
  /** Started by the first object that needs it. */
  readonly jq: () => Jq;
  /** Started by the first custom resource whose definition comes with the run. */
  readonly crd: () => Crd;
}

async function observeAll(
  targets: readonly ObservationTarget[],
  options: Observing,
): Promise<readonly ObservedApplication[]> {
  const { client, discovery, signal } = options;
  const ours = targets.filter(({ application }) => !application.argocd);
  const [members, delivered] = await Promise.all([
    listMembers(client, memberQueries(ours, discovery), setIdsOf(ours, options), signal),
    listDelivered(
      client,
      targets.filter(({ application }) => application.argocd),
      discovery,
      signal,
    ),
  ]);
  const bySet = new Map<string, Map<string, KubeObject>>();
  for (const [key, object] of members.objects) {
    const set = memberOf(object) ?? '';
    bySet.set(set, (bySet.get(set) ?? new Map()).set(key, object));
  }
  const theirs = new Map(
    targets
      .filter(({ application }) => application.argocd)
      .map((one) => [one, deliveredMembers(one, delivered.objects)]),
  );
  const own = (target: ObservationTarget): ReadonlyMap<string, KubeObject> =>
    theirs.get(target) ?? bySet.get(setIdOf(target, options)) ?? new Map();
  const unknown = ours.flatMap((target) => unknownOf(target, own(target), members, options));
  const [strangers, namespaces] = await Promise.all([
    lookUp(client, unknown, { ...options, whole: options.conflicts === 'inspect' }),
    lookUpNamespaces(targets, options),
  ]);
  const found = new Map([...strangers, ...namespaces]);
  const coming = comingNamespaces(targets, own, found);
  const missing = new Set(coming.keys());
  const sets = knownSets(targets, options.inventories.values(), options);
  const written = ours.flatMap((target) =>
    target.objects.map(({ identity }) => ({
      identity,
      live: members.objects.get(identityKey(identity)) ?? found.get(identityKey(identity)),
    })),
  );
  const running = await findRunningOwners(written, options);
  const changing = targets.flatMap((target) => changingObjects(target, own(target)));
  const verdicts = judgeCustom(changing, options.crd);
  // Awaited below, unless something else fails first.
  verdicts.catch(() => undefined);
  return Promise.all(
    targets.map((target) =>
      observeApplication(
        target,
        { own: own(target), members, delivered, found, coming, missing, sets, running, verdicts },
        options,
      ),
    ),
  );
}

interface Seen {
  readonly verdicts: Promise<CustomVerdicts>;
  readonly running: ReadonlyMap<string, RunningOwner>;
  readonly own: ReadonlyMap<string, KubeObject>;
  readonly members: Members;
  readonly delivered: Delivered;
  readonly found: ReadonlyMap<string, KubeObject>;
  readonly coming: ReadonlyMap<string, number>;
  readonly missing: ReadonlySet<string>;
  readonly sets: ReadonlyMap<string, KnownSet>;
}

async function observeApplication(
  target: ObservationTarget,
  seen: Seen,
  options: Observing,
): Promise<ObservedApplication> {
  const entries = new Map((target.inventory?.entries ?? []).map((entry) => [identityKey(entry), entry]));
  const migration = migrationRule(target.application);
  const isTheirs = target.application.argocd !== undefined;
  const { incomplete } = isTheirs ? seen.delivered : seen.members;
  const context = { setId: setIdOf(target, options), sets: seen.sets };
  const seenObjects = target.objects.map((object): Observation => {
    const desired = { ...object, migration };
    const key = identityKey(desired.identity);
    const entry = entries.get(key);
    const live = seen.own.get(key);
    const stranger = live ? undefined : (seen.members.objects.get(key) ?? seen.found.get(key));
    const unreadable = incomplete.get(kindKey(desired.resource));
    if (unreadable) return { desired, entry, refusal: unreadable };
    if (isTheirs) return { desired, live, refusal: live && refuseShared(desired, live, context) };
    const running = seen.running.get(key);
    const begun =
      stranger !== undefined &&
      entry !== undefined &&
      entry.manifest === undefined &&
      entry.uid === stranger.metadata.uid;
    const { adopt, ownership: policy } = options;
    const adoption = { instance: target.application.instance, ...context, adopt, policy, running, begun };
    const refusal = stranger ? refuseAdoption(desired, stranger, adoption) : refuseRunning(desired, adoption);
    const adopting = stranger !== undefined && !seen.sets.has(memberOf(stranger) ?? '');
    return { desired, entry, live, stranger, adopting, refusal };
  });
  const needed = seenObjects.filter((observation) => needsRehearsal(observation, options));
  const problems = needed.length > 0 ? await brokenIgnores(target.application, options.jq) : [];
  const possible = needed.filter(({ desired }) => problems.length === 0 || desired.ignored === undefined);
  const rehearsed = options.economical ? chooseRehearsals(possible) : new Set(possible);
  const { missing, sets } = seen;
  // What Argo CD applies takes every field: rules of ours about others' fields do not bind it.
  const policy = isTheirs ? { conflicts: 'take' as const, ownership: undefined, contentOnly: true } : {};
  const rehearsing = {
    ...options,
    ...policy,
    missing,
    verdicts: seen.verdicts,
    client: impersonate(options.client, target.application.impersonate),
  };
  const rehearse = (these: ReadonlySet<Observation>, all: readonly Observation[]) =>
    Promise.all(
      all.map((observation) => (these.has(observation) ? rehearseObservation(observation, rehearsing) : observation)),
    );
  const chosen = await rehearse(rehearsed, seenObjects);
  // Where nothing is going to be applied, everything that is wrong is told.
  const rest = chosen.some(({ failure }) => failure)
    ? new Set(possible.filter((observation) => !rehearsed.has(observation)))
    : new Set<Observation>();
  const observations = await rehearse(rest, chosen);
  const looking = {
    found: seen.found,
    coming: seen.coming,
    rehearse: options.conflicts !== 'inspect',
    signal: options.signal,
  };
  const { problem, ...namespace } = await observeNamespace(rehearsing.client, target, looking);
  const detached = new Set(
    (target.inventory?.entries ?? []).map(identityKey).filter((key) => !seen.own.has(key) && seen.found.has(key)),
  );
  return {
    ...target,
    observations,
    members: seen.own,
    detached: isTheirs ? new Set() : detached,
    incomplete: incompleteOf(target, incomplete, options),
    ...(isTheirs ? { searched: searchedPlaces(target.objects, seen.delivered.listed, options.discovery) } : {}),
    missing,
    sets,
    verdicts: await seen.verdicts,
    problems: problem ? [...problems, problem] : problems,
    ...namespace,
  };
}

/** To take fields from others, those have to be asked for that an earlier run yielded. */
function needsRehearsal(
  { desired, entry, live, refusal }: Observation,
  { everything = false, conflicts, ownership }: ObserveOptions,
): boolean {
  const takes = conflicts === 'take' || ownership?.conflictRules?.some(({ policy }) => policy === 'take');
  return !refusal && !live?.metadata.deletionTimestamp && (everything || takes || !isUnchanged(desired, entry, live));
}

/**
 * Namespaces that do not exist and that this run brings, with the wave of the Argo Application that brings
 * each first.
 */
function comingNamespaces(
  targets: readonly ObservationTarget[],
  own: (target: ObservationTarget) => ReadonlyMap<string, KubeObject>,
  found: ReadonlyMap<string, KubeObject>,
): ReadonlyMap<string, number> {
  const coming = new Map<string, number>();
  for (const target of targets) {
    const brought = target.objects
      .filter(({ identity }) => identity.kind === 'Namespace' && identity.group === '')
      .map(({ identity }) => identity.name);
    for (const name of [...brought, ...destinationNamespace(target)]) {
      const key = identityKey({ group: '', kind: 'Namespace', name });
      if (found.has(key) || targets.some((other) => own(other).has(key))) continue;
      coming.set(name, Math.min(coming.get(name) ?? Number.POSITIVE_INFINITY, target.application.wave));
    }
  }
  return coming;
}

/** Desired objects that no list showed, and owned ones that lost their label or are gone. */
function unknownOf(
  target: ObservationTarget,
  own: ReadonlyMap<string, KubeObject>,
  members: Members,
  { discovery }: ObserveOptions,
): readonly Sought[] {
  const wanted = target.objects.filter(
    ({ identity, resource, awaitsKind }) =>
      !awaitsKind &&
      !own.has(identityKey(identity)) &&
      !members.objects.has(identityKey(identity)) &&
      !members.incomplete.has(kindKey(resource)),
  );
  const keys = new Set(target.objects.map(({ identity }) => identityKey(identity)));
  const lost = (target.inventory?.entries ?? [])
    .filter(
      (entry) => entry.hook === undefined && !keys.has(identityKey(entry)) && !members.objects.has(identityKey(entry)),
    )
    .flatMap((entry) => {
      const resource = discovery.find(entry.apiVersion, entry.kind) ?? discovery.preferred(entry.group, entry.kind);
      return resource && !members.incomplete.has(kindKey(resource))
        ? [{ identity: identityOfEntry(entry), resource }]
        : [];
    });
  return [...wanted, ...lost];
}

function incompleteOf(
  target: ObservationTarget,
  incomplete: Members['incomplete'],
  { discovery }: ObserveOptions,
): ReadonlyMap<string, GitopsError> {
  const kinds = new Set(memberQueries([target], discovery).map(({ resource }) => kindKey(resource)));
  return new Map([...incomplete].filter(([kind]) => kinds.has(kind)));
}

function setIdsOf(targets: readonly ObservationTarget[], options: ObserveOptions): readonly string[] {
  return targets.map((target) => setIdOf(target, options));
}

function setIdOf(
  target: ObservationTarget,
  { inventoryNamespace }: Pick<ObserveOptions, 'inventoryNamespace'>,
): string {
  return applysetId({ name: inventoryName(target.application.instance), namespace: inventoryNamespace });
}
