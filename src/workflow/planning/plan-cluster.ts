import { isDeletionApproved } from '../../argocd/sync/sync-options.js';
import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import { inventoryName } from '../../cluster/inventory/name.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import { upcomingKinds } from '../../cluster/objects/upcoming-kinds.js';
import { observe } from '../../cluster/observe/observe.js';
import type { ObservationTarget, ObserveOptions } from '../../cluster/observe/observed-application.js';
import { resolveObjects } from '../../cluster/observe/resolve.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { type ApplicationProblem, earlyProblems, type Resolved } from './early-problems.js';
import { isBrokenInventory } from './inventory-problem.js';
import { leavingApplications } from './leaving-applications.js';
import { planHooks } from './plan-hooks.js';
import { planObserved } from './plan-observed.js';
import type { PlanClusterOptions, PlannedApplication, PlannedCluster } from './planned-cluster.js';

/**
 * Resolves, observes and plans all selected Argo Applications of a cluster together. Changes nothing.
 *
 * One with objects that cannot even be resolved has no plan, only problems; the rest of it is looked at for
 * further problems.
 */
export async function planCluster(session: ClusterSession, options: PlanClusterOptions): Promise<PlannedCluster> {
  const resolved = resolveApplications(session);
  const early = earlyProblems(resolved, session, options.adopt);
  const broken = new Set(early.map(({ application }) => application));
  const leaving = leavingApplications(session, options);
  const left = new Set(leaving.orphans.map(({ application }) => application));

  const asking = observeOptions(session, options, leaving.targets);
  const observed = await observe([...resolved, ...leaving.targets], asking);
  const decided = await planObserved(
    observed,
    session,
    options,
    ({ application }) => left.has(application.instance),
    ({ application }) => broken.has(application.name),
  );
  const planned = await Promise.all(
    decided.map(async (one) => withRefusal(await withHooks(one, asking, options), session, options)),
  );
  return {
    session,
    planned: planned.filter(({ application }) => !broken.has(application.name)),
    stopped: stoppedApplications(planned, early),
    orphans: leaving.withoutHeir,
    problems: [...early, ...laterProblems(planned, early)],
  };
}

function resolveApplications({
  client,
  discovery,
  inventories,
  inventoryNamespace,
  target,
}: ClusterSession): readonly Resolved[] {
  const upcoming = upcomingKinds(target.applications.flatMap(({ objects }) => objects));
  const context = { cluster: client.cluster, discovery, upcoming, inventoryNamespace };
  return target.applications.map((application) => {
    const inventory = inventories.get(inventoryName(application.instance));
    const approved = withApproval(application, inventory);
    return { application: approved, inventory, ...resolveObjects(application, context) };
  });
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

function observeOptions(
  session: ClusterSession,
  options: PlanClusterOptions,
  leaving: readonly ObservationTarget[],
): ObserveOptions {
  const { client, discovery, inventories, inventoryNamespace, target } = session;
  const selected = [...target.applications, ...leaving.map(({ application }) => application)];
  const names = new Set(selected.map(({ instance }) => inventoryName(instance)));
  return {
    ...options,
    destinations: destinationsOf(session),
    client,
    discovery,
    inventoryNamespace,
    inventories,
    repositories: target.ownRepositories,
    elsewhere: new Set([...target.inGit].filter((name) => !names.has(name))),
  };
}

/** What Argo CD calls the cluster. */
function destinationsOf({ target: { secret } }: ClusterSession): readonly string[] {
  return secret.server === undefined ? [secret.name] : [secret.name, secret.server];
}

/** With what forbids the revision itself. */
async function withRefusal(
  one: PlannedApplication,
  { client }: ClusterSession,
  { refuse }: PlanClusterOptions,
): Promise<PlannedApplication> {
  const { application, observed, plan } = one;
  const refusal = application.argocd ? undefined : await refuse?.(application, observed.inventory, client.cluster);
  return refusal ? { ...one, plan: { ...plan, problems: [...plan.problems, refusal] } } : one;
}

async function withHooks(
  planned: PlannedApplication,
  asking: ObserveOptions,
  { hooks = 'auto', prune }: PlanClusterOptions,
): Promise<PlannedApplication> {
  const deleting = prune.deleting === true;
  return { ...planned, plan: await planHooks(planned.observed, planned.plan, { ...asking, mode: hooks, deleting }) };
}

/** Those whose inventory is broken, with the problem as their whole plan. */
function stoppedApplications(
  planned: readonly PlannedApplication[],
  early: readonly ApplicationProblem[],
): readonly PlannedApplication[] {
  return early
    .filter(({ problem }) => isBrokenInventory(problem))
    .flatMap(({ application, problem }) =>
      planned
        .filter((one) => one.application.name === application)
        .map((one) => ({ ...one, plan: { ...one.plan, changes: [], runs: [], problems: [problem] } })),
    );
}

/** Problems of the plans; those that were found before are not repeated. */
function laterProblems(
  planned: readonly PlannedApplication[],
  early: readonly ApplicationProblem[],
): readonly ApplicationProblem[] {
  const isKnown = ({ application, problem }: ApplicationProblem) =>
    early.some(
      (known) =>
        known.application === application &&
        ((problem.object !== undefined && known.problem.object === problem.object) ||
          known.problem.code === 'CLUSTER_INVENTORY_FOREIGN' ||
          isBrokenInventory(known.problem)),
    );
  return planned
    .flatMap(({ application, plan }) => plan.problems.map((problem) => ({ application: application.name, problem })))
    .filter((problem) => !isKnown(problem));
}
