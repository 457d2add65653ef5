import { isDeletionApproved } from '../../argocd/sync/sync-options.js';
import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import { inventoryName } from '../../cluster/inventory/name.js';
import type { RehearsalPolicy } from '../../cluster/objects/conflicts.js';
import type { DesiredApplication, DesiredObject } from '../../cluster/objects/desired.js';
import type { OwnershipPolicy } from '../../cluster/objects/ownership-policy.js';
import { upcomingKinds } from '../../cluster/objects/upcoming-kinds.js';
import type { ManagingCluster } from '../../cluster/observe/find-running-owners.js';
import { type ObservationTarget, type ObservedApplication, observe } from '../../cluster/observe/observe.js';
import { resolveObjects } from '../../cluster/observe/resolve.js';
import type { HookMode } from '../../cluster/plan/hooks-due.js';
import { type Plan, plan } from '../../cluster/plan/plan.js';
import { planDelivered } from '../../cluster/plan/plan-delivered.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { isKept } from '../revision/origin-labels.js';
import { type ClaimedElsewhere, claimedElsewhere } from './claimed-elsewhere.js';
import { forbiddenNamespace, forbiddenObjects, unmanagedObjects } from './forbidden-objects.js';
import { inventoryProblem, isBrokenInventory } from './inventory-problem.js';
import { planHooks } from './plan-hooks.js';

export interface PlanClusterOptions {
  readonly adopt: boolean;
  readonly conflicts: RehearsalPolicy;
  readonly ownership?: OwnershipPolicy;
  /** All clusters of the run, whose Argo CD may deliver to this one. Default: only this one. */
  readonly managing?: readonly ManagingCluster[];
  readonly prune: PruneOptions;
  /** Plan the deletion of what left Git whole. */
  readonly pruneOrphaned: boolean;
  /** When hooks are run. Default: `auto`. */
  readonly hooks?: HookMode;
  /** Argo CD's order of pruning, and its last wave that is not waited for. Default: false. */
  readonly asArgoCd?: boolean;
  /** Rehearse unchanged objects too. Default: false. */
  readonly everything?: boolean;
  /** Rehearse one of each shape where many objects are created. Default: false. */
  readonly economical?: boolean;
  readonly signal?: AbortSignal;
}

/** One Argo Application in one cluster: what it wants, what was seen, what to do. */
export interface PlannedApplication {
  readonly application: DesiredApplication;
  readonly observed: ObservedApplication;
  readonly plan: Plan;
  /** True for an inventory without an Argo Application in Git. */
  readonly orphaned: boolean;
}

export interface PlannedCluster {
  readonly session: ClusterSession;
  readonly planned: readonly PlannedApplication[];
  /** Those whose inventory is broken: nothing of them is done, and the others go on. */
  readonly stopped: readonly PlannedApplication[];
  /** Inventories that left Git whole, whether they are to be pruned or not. */
  readonly orphans: readonly StoredInventory[];
  /** What stops this cluster before the first write, with the Argo Application it is about. */
  readonly problems: readonly { readonly application: string; readonly problem: GitopsError }[];
}

/**
 * Resolves, observes and plans all selected Argo Applications of a cluster together. Changes nothing.
 *
 * One with objects that cannot even be resolved has no plan, only problems; the rest of it is looked at for
 * further problems.
 */
export async function planCluster(session: ClusterSession, options: PlanClusterOptions): Promise<PlannedCluster> {
  const { client, discovery, inventories, inventoryNamespace, target } = session;
  const orphans = [...inventories.values()].filter(
    ({ name, repository }) => !target.inGit.has(name) && target.repositories.has(repository),
  );
  const upcoming = upcomingKinds(target.applications.flatMap(({ objects }) => objects));
  const resolved = target.applications.map((application) => ({
    application: withApproval(application, inventories.get(inventoryName(application.instance))),
    inventory: inventories.get(inventoryName(application.instance)),
    ...resolveObjects(application, { cluster: client.cluster, discovery, upcoming, inventoryNamespace }),
  }));
  const blocked = [
    ...resolved.flatMap(({ application, problems }) =>
      problems.map((problem) => ({ application: application.name, problem })),
    ),
    ...sharedObjects(resolved),
    ...resolved.flatMap(({ application, objects, hooks }) =>
      [
        ...forbiddenObjects(application, [...objects, ...hooks]),
        ...unmanagedObjects(application, target.secret, [...objects, ...hooks]),
      ].map((problem) => ({ application: application.name, problem })),
    ),
  ];
  const notOurs = resolved.flatMap(({ application }) => {
    const problem = inventoryProblem(application, session, options.adopt);
    return problem ? [{ application: application.name, problem }] : [];
  });
  const early = [...blocked, ...notOurs];
  const broken = new Set(early.map(({ application }) => application));

  const ours = target.applications.filter(({ argocd }) => argocd === undefined);
  const heirs = new Map(
    ours.flatMap((application) => (application.movedFrom ? [[application.movedFrom, application] as const] : [])),
  );
  const leaving = orphans.filter(
    ({ application, labels }) => (options.pruneOrphaned && !isKept(labels)) || heirs.has(application),
  );
  const targets: readonly ObservationTarget[] = [
    ...resolved,
    ...leaving.map((inventory) => orphanTarget(inventory, heirs.get(inventory.application), options.prune)),
  ];
  const selected = new Set(targets.map(({ application }) => inventoryName(application.instance)));
  const elsewhere = new Set([...target.inGit].filter((name) => !selected.has(name)));
  const destinations = [target.secret.name, ...(target.secret.server === undefined ? [] : [target.secret.server])];
  const observed = await observe(targets, {
    ...options,
    destinations,
    client,
    discovery,
    inventoryNamespace,
    inventories,
    elsewhere,
  });
  const claims = claimsOf(observed);
  const elsewhereClaimed = await claimedElsewhere(session, observed);
  const plannedOf = (application: ObservedApplication) => {
    const isBroken = broken.has(application.application.name);
    return planOne(
      application,
      { claims, elsewhere: elsewhereClaimed },
      session,
      isBroken ? { ...options, prune: { prune: false } } : options,
      orphans,
    );
  };
  const hooking = {
    client,
    discovery,
    destinations,
    ...(options.managing ? { managing: options.managing } : {}),
    inventoryNamespace,
    adopt: options.adopt,
    ownership: options.ownership,
    mode: options.hooks ?? 'auto',
    deleting: options.prune.deleting === true,
  };
  const all = await Promise.all(
    observed.map(plannedOf).map(async (one): Promise<PlannedApplication> => {
      const { signal } = options;
      return { ...one, plan: await planHooks(one.observed, one.plan, { ...hooking, ...(signal ? { signal } : {}) }) };
    }),
  );
  const isTold = (name: string, { object }: GitopsError) =>
    early.some(
      ({ application, problem }) =>
        application === name &&
        ((object !== undefined && problem.object === object) || notOurs.some((one) => one.problem === problem)),
    );
  const problems = all.flatMap(({ application: { name }, plan: { problems: found } }) =>
    found.filter((problem) => !isTold(name, problem)).map((problem) => ({ application: name, problem })),
  );
  const planned = all.filter(({ application }) => !broken.has(application.name));
  const stopped = notOurs
    .filter(({ problem }) => isBrokenInventory(problem))
    .flatMap(({ application, problem }) =>
      all
        .filter((one) => one.application.name === application)
        .map((one) => ({ ...one, plan: { ...one.plan, changes: [], runs: [], problems: [problem] } })),
    );
  return {
    session,
    planned,
    stopped,
    orphans: orphans.filter(({ application }) => !heirs.has(application)),
    problems: [...early, ...problems],
  };
}

/** An approval of deletions holds when it came after the last run. */
function withApproval(application: DesiredApplication, inventory: StoredInventory | undefined): DesiredApplication {
  const last = inventory?.history[0]?.started;
  const approved = isDeletionApproved(
    application.deletionApproved,
    last === undefined ? undefined : new Date(last),
    new Date(),
  );
  return approved ? { ...application, deletionConfirmed: true } : application;
}

function planOne(
  observed: ObservedApplication,
  {
    claims,
    elsewhere,
  }: { readonly claims: ReadonlyMap<string, ObservedApplication>; readonly elsewhere: ClaimedElsewhere },
  { discovery, inventoryNamespace }: ClusterSession,
  options: PlanClusterOptions,
  orphans: readonly StoredInventory[],
): PlannedApplication {
  const owned = (observed.inventory?.entries ?? []).map(identityKey);
  const claimed = new Set(
    owned.filter(
      (key) => (claims.has(key) && claims.get(key) !== observed) || (!claims.has(key) && elsewhere.keys.has(key)),
    ),
  );
  const orphaned = orphans.some(({ application }) => application === observed.application.instance);
  const prune = orphaned ? { ...options.prune, prune: observed.application.prune, allowEmpty: true } : options.prune;
  const cascade = orphaned || options.prune.deleting === true;
  const { asArgoCd = false, ownership } = options;
  const context = {
    ...observed,
    claimed,
    discovery,
    inventoryNamespace,
    options: prune,
    recreate: ownership?.recreate,
    cascade,
    asArgoCd,
    doubt: elsewhere.doubt,
  };
  const { application, observations } = observed;
  const decided = application.argocd ? planDelivered(observations, context) : plan(observations, context);
  const problems = [...observed.problems, ...decided.problems, ...forbiddenNamespace(application, observed)];
  return { application, observed, plan: { ...decided, problems }, orphaned };
}

/** Which application of the run wants an object, by `identityKey`; two never do. */
function claimsOf(observed: readonly ObservedApplication[]): ReadonlyMap<string, ObservedApplication> {
  return new Map(
    observed.flatMap((application) =>
      application.objects.map(({ identity }) => [identityKey(identity), application] as const),
    ),
  );
}

/**
 * An inventory that left Git whole, as an application that wants nothing. One that goes on under another name
 * lets go after its heir has taken over.
 */
function orphanTarget(
  inventory: StoredInventory,
  heir: DesiredApplication | undefined,
  { prune }: PruneOptions,
): ObservationTarget {
  const application: DesiredApplication = {
    name: inventory.application,
    instance: inventory.application,
    repository: inventory.repository,
    labels: inventory.labels,
    syncOptions: [],
    prune: heir ? (prune ?? heir.prune) : true,
    wave: heir ? Number.MAX_SAFE_INTEGER : 0,
    file: '',
    content: '',
    objects: [],
  };
  return { application, objects: [], hooks: [], inventory };
}

interface Resolved {
  readonly application: DesiredApplication;
  readonly objects: readonly DesiredObject[];
}

function sharedObjects(resolved: readonly Resolved[]): { application: string; problem: GitopsError }[] {
  const first = new Map<string, DesiredApplication>();
  return resolved.flatMap(({ application, objects }) =>
    objects.flatMap(({ identity }) => {
      const other = first.get(identityKey(identity));
      first.set(identityKey(identity), other ?? application);
      return other
        ? [{ application: application.name, problem: shared(describeIdentity(identity), application, other) }]
        : [];
    }),
  );
}

function shared(object: string, application: DesiredApplication, other: DesiredApplication): GitopsError {
  return new GitopsError(
    'CLUSTER_SHARED_OBJECT',
    `${object} is wanted by two Argo Applications, '${other.name}' and '${application.name}'`,
    {
      object,
      source: { file: application.file },
      hint: 'Let one of them own it.',
    },
  );
}
