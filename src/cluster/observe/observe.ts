import type { RunningOwner } from '../../argocd/application/running-owner.js';
import type { Crd } from '../../engines/crd/crd.js';
import { createCrd } from '../../engines/crd/create-crd.js';
import { createJq } from '../../engines/jq/create-jq.js';
import type { Jq } from '../../engines/jq/jq.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { setIdOf } from '../inventory/set-id.js';
import { memberOf } from '../objects/applyset.js';
import { judgeCustom } from '../rehearse/judge-custom.js';
import { changingObjects } from './changing-objects.js';
import { comingNamespaces } from './coming-namespaces.js';
import { deliveredMembers } from './delivered-members.js';
import { findRunningOwners } from './find-running-owners.js';
import { knownSets } from './known-sets.js';
import { type Delivered, listDelivered } from './list-delivered.js';
import { lookUp } from './look-up.js';
import { lookUpNamespaces } from './look-up-namespaces.js';
import { memberQueries } from './member-queries.js';
import { listMembers, type Members } from './members.js';
import { observeApplication } from './observe-application.js';
import type { ObservationTarget, ObservedApplication, ObserveOptions, Observing } from './observed-application.js';
import { setsOfStrangers } from './sets-of-strangers.js';
import { unknownObjects } from './unknown-objects.js';

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

async function observeAll(
  targets: readonly ObservationTarget[],
  options: Observing,
): Promise<readonly ObservedApplication[]> {
  const ours = targets.filter(({ application }) => !application.argocd);
  const theirs = targets.filter(({ application }) => application.argocd);
  const [members, delivered] = await listAll(ours, theirs, options);
  const own = membersByTarget(targets, members, delivered, options);
  const found = await lookUpRest(targets, ours, own, members, options);
  const coming = comingNamespaces(targets, own, found);
  const known = knownSets(targets, options.inventories.values(), options);
  const [running, sets] = await Promise.all([
    runningOwners(ours, members, found, options),
    setsOfStrangers(known, found.values(), options),
  ]);
  const verdicts = judgeCustom(
    targets.flatMap((target) => changingObjects(target, own(target))),
    options.crd,
  );
  // Awaited by each, unless something else fails first.
  verdicts.catch(() => undefined);
  const seen = {
    members,
    delivered,
    found,
    coming,
    missing: new Set(coming.keys()),
    sets,
    running,
    verdicts,
  };
  return Promise.all(targets.map((target) => observeApplication(target, { ...seen, own: own(target) }, options)));
}

/** The members of our sets, and what Argo CD delivers. */
function listAll(
  ours: readonly ObservationTarget[],
  theirs: readonly ObservationTarget[],
  { client, discovery, inventoryNamespace, signal }: ObserveOptions,
): Promise<[Members, Delivered]> {
  const setIds = ours.map(({ application }) => setIdOf(application, inventoryNamespace));
  return Promise.all([
    listMembers(client, memberQueries(ours, discovery), setIds, signal),
    listDelivered(client, theirs, discovery, signal),
  ]);
}

type MembersOf = (target: ObservationTarget) => ReadonlyMap<string, KubeObject>;

/** What belongs to each Argo Application: by the label of its set, or by Argo CD's tracking. */
function membersByTarget(
  targets: readonly ObservationTarget[],
  members: Members,
  delivered: Delivered,
  { inventoryNamespace }: ObserveOptions,
): MembersOf {
  const bySet = new Map<string, Map<string, KubeObject>>();
  for (const [key, object] of members.objects) {
    const set = memberOf(object) ?? '';
    bySet.set(set, (bySet.get(set) ?? new Map()).set(key, object));
  }
  const owned = new Map(
    targets.map((target) => {
      const { application } = target;
      if (application.argocd) return [target, deliveredMembers(target, delivered.objects)] as const;
      return [target, bySet.get(setIdOf(application, inventoryNamespace)) ?? new Map<string, KubeObject>()] as const;
    }),
  );
  return (target) => owned.get(target) ?? new Map();
}

/** What no list showed, and the namespaces that are wanted, by `identityKey`. */
async function lookUpRest(
  targets: readonly ObservationTarget[],
  ours: readonly ObservationTarget[],
  own: MembersOf,
  members: Members,
  options: ObserveOptions,
): Promise<ReadonlyMap<string, KubeObject>> {
  const unknown = ours.flatMap((target) => unknownObjects(target, own(target), members, options.discovery));
  const [strangers, namespaces] = await Promise.all([
    lookUp(options.client, unknown, { ...options, whole: options.conflicts === 'inspect' }),
    lookUpNamespaces(targets, options),
  ]);
  return new Map([...strangers, ...namespaces]);
}

function runningOwners(
  ours: readonly ObservationTarget[],
  members: Members,
  found: ReadonlyMap<string, KubeObject>,
  options: ObserveOptions,
): Promise<ReadonlyMap<string, RunningOwner>> {
  const live = (key: string) => members.objects.get(key) ?? found.get(key);
  const written = ours.flatMap(({ objects }) =>
    objects.map(({ identity }) => ({ identity, live: live(identityKey(identity)) })),
  );
  return findRunningOwners(written, options);
}
