import type { Health } from '../cluster/health/custom.js';
import type { StoredInventory } from '../cluster/inventory/inventory.js';
import { comparable, isSettled } from '../cluster/objects/comparable.js';
import { missingFields } from '../cluster/objects/contains.js';
import { FIELD_MANAGER } from '../cluster/objects/field-manager.js';
import { isSecret, managedFieldsOf, ownershipHash } from '../cluster/objects/fingerprint.js';
import { identityOfChange, isApply } from '../cluster/plan/change.js';
import type { Plan } from '../cluster/plan/plan.js';
import type { Observation } from '../cluster/rehearse/observation.js';
import type { ClusterVerbOptions } from './api/options.js';
import {
  API_VERSION,
  type ApplicationStatus,
  problemSummary,
  type StatusResult,
  type SyncState,
} from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { isSameContent } from './desired/content.js';
import { loadRevision } from './desired/load-revision.js';
import { closedWindows } from './planning/closed-windows.js';
import { deliveredDifferences } from './planning/delivered-differences.js';
import { deliveryOf, deliveryOfUnplanned } from './planning/delivery-of.js';
import { healthOf } from './planning/health-of.js';
import { orphanedOf } from './planning/orphaned.js';
import { planEach } from './planning/plan-clusters.js';
import type { PlannedApplication, PlannedCluster } from './planning/planned-cluster.js';
import { whyMissing } from './planning/why-missing.js';
import { withHealth } from './planning/with-health.js';
import { withReadable } from './planning/with-readable.js';

export interface StatusOptions extends ClusterVerbOptions {}

/**
 * Compares the clusters with Git: the synced revision and the one in Git, health, drift, holds and
 * interrupted runs. It changes nothing.
 */
export async function status(options: StatusOptions): Promise<StatusResult> {
  const started = Date.now();
  const loaded = await loadRevision({ ...options, purpose: 'look', allowDirty: true });
  const read = (sessions: readonly ClusterSession[]) => planEach(sessions, { ...options, conflicts: 'inspect' });
  return withReadable(loaded, options, read, async (planned, unread) => {
    return {
      apiVersion: API_VERSION,
      kind: 'StatusResult',
      revision: loaded.revision,
      applications: await withHealth(loaded, options, async (health) =>
        (await Promise.all(planned.map((cluster) => statusOfCluster(cluster, health)))).flat(),
      ),
      orphaned: planned.flatMap((cluster) => orphanedOf(cluster)),
      skipped: loaded.skipped,
      ...closedWindows(loaded),
      clusters: planned.map(({ session: { client } }) => ({ cluster: client.cluster, ...client.statistics })),
      ...unread,
      seconds: (Date.now() - started) / 1000,
    };
  });
}

async function statusOfCluster(one: PlannedCluster, health: Health): Promise<readonly ApplicationStatus[]> {
  const { session, planned, problems } = one;
  const cluster = session.client.cluster;
  const known = await Promise.all(
    planned.map((each) =>
      each.application.argocd ? statusOfTheirs(each, cluster, health) : statusOf(each, cluster, health),
    ),
  );
  const unknown = [...new Set(problems.map(({ application }) => application))].filter(
    (name) => !known.some(({ application }) => application === name),
  );
  return [
    ...known,
    ...unknown.map((application): ApplicationStatus => {
      const found = problems
        .filter((each) => each.application === application)
        .map(({ problem }) => problemSummary(problem));
      const delivery = deliveryOfUnplanned(one, application);
      return {
        application,
        cluster,
        ...delivery,
        state: 'unknown',
        health: 'Unknown',
        unhealthy: [],
        drift: [],
        retained: [],
        problems: found,
      };
    }),
  ];
}

async function statusOf(
  { application, observed, plan }: PlannedApplication,
  cluster: string,
  health: Health,
): Promise<ApplicationStatus> {
  const { inventory, observations } = observed;
  const { synced, hold, operation } = inventory ?? {};
  return {
    application: application.name,
    cluster,
    state: stateOf(inventory, application.content, plan),
    ...(synced ? { synced: { commit: synced.commit, subject: synced.subject } } : {}),
    ...(await healthOf(health, observations)),
    drift: observations.flatMap(driftOf),
    retained: plan.changes.flatMap((change) =>
      change.action === 'refuse' ? [{ object: identityOfChange(change), reason: change.reason }] : [],
    ),
    ...(hold ? { hold } : {}),
    ...(operation ? { pending: operation } : {}),
    ...(inventory?.history[0] ? { last: inventory.history[0] } : {}),
    problems: plan.problems.map(problemSummary),
  };
}

/** No inventory says what was delivered last: what lives is as in Git, or it is not. */
async function statusOfTheirs(
  planned: PlannedApplication,
  cluster: string,
  health: Health,
): Promise<ApplicationStatus> {
  const { application, observed, plan } = planned;
  const differences = deliveredDifferences(planned);
  const compared = differences.length > 0 ? 'differs' : 'matches';
  const state = plan.problems.length > 0 ? 'unknown' : compared;
  return {
    application: application.name,
    cluster,
    ...deliveryOf(planned),
    state,
    ...(await healthOf(health, observed.observations)),
    drift: [],
    ...(differences.length === 0 ? {} : { differences }),
    retained: [],
    problems: plan.problems.map(problemSummary),
  };
}

/** Where the digests leave out values of Secrets, whether those differ from what lives decides. */
function stateOf(inventory: StoredInventory | undefined, content: string, plan: Plan): SyncState {
  if (!inventory?.synced) return 'never';
  if (isSameContent(inventory.synced.content, content)) return 'synced';
  const secretChanges = plan.changes.some((change) => isApply(change) && isSecret(change.desired.manifest));
  return inventory.synced.content === content && !secretChanges ? 'synced' : 'behind';
}

/** Live differs from what was applied last, though nobody committed. */
function driftOf({ desired, entry, live, rehearsal }: Observation): ApplicationStatus['drift'] {
  if (!entry?.live) return [];
  if (!live)
    return [{ object: desired.identity, reason: whyMissing(desired) ?? 'deleted by hand', fields: [], managers: [] }];
  if (entry.live === ownershipHash(live) && entry.uid === live.metadata.uid) return [];
  if (rehearsal && isSettled(live, rehearsal.merged)) return [];
  // The rehearsed object has the API server's spelling of values: `1` for `1000m`.
  const fields = missingFields(rehearsal ? comparable(rehearsal.merged) : desired.manifest, live).map(
    ({ field }) => field,
  );
  const taken = rehearsal?.taken ?? [];
  const managers =
    taken.length > 0
      ? taken.map(({ manager }) => manager)
      : managedFieldsOf(live)
          .map(({ manager }) => manager)
          .filter((manager) => manager !== FIELD_MANAGER);
  return [{ object: desired.identity, reason: 'changed by hand', fields, managers: [...new Set(managers)] }];
}
