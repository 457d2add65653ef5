import type { Hold } from '../cluster/inventory/inventory.js';
import { ownedView } from '../cluster/objects/owned-view.js';
import { type ApplyChange, type Change, identityOfChange, isSimulated } from '../cluster/plan/change.js';
import { diffText } from '../cluster/plan/diff-text.js';
import { scheduleOf } from '../cluster/plan/schedule.js';
import type { ObjectIdentity } from '../manifest/identity.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { createRedactor, type Redactor } from '../manifest/redact.js';
import { changesNamespace, namespaceChange } from './api/namespace-change.js';
import type { PlanOptions } from './api/options.js';
import { API_VERSION, type ApplicationDiff, type DiffChange, type DiffResult, problemSummary } from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { heldBy, holdKey } from './delivery/held-applications.js';
import { refuseOlder } from './delivery/refuse-older.js';
import { loadRevision } from './desired/load-revision.js';
import { announcePlan } from './planning/announce-plan.js';
import { assertPermitted } from './planning/assert-permitted.js';
import { changeNotes, conflictsOfChange } from './planning/change-notes.js';
import { closedWindows } from './planning/closed-windows.js';
import { deliveryOf, deliveryOfUnplanned } from './planning/delivery-of.js';
import { orphanedOf } from './planning/orphaned.js';
import { planEach } from './planning/plan-clusters.js';
import type { PlannedCluster } from './planning/planned-cluster.js';
import { readLive } from './planning/read-live.js';
import { sourcesPart } from './planning/sources-part.js';
import { withReadable } from './planning/with-readable.js';
import type { Purpose } from './verdicts/selection.js';

export interface DiffOptions extends PlanOptions {
  /** Lines around each difference. Default: 3. */
  readonly contextLines?: number;
  /** `write` shows what a sync does, which leaves alone what Argo CD delivers. Default: `look`. */
  readonly purpose?: Purpose;
}

/**
 * What a sync of the revision would change, object by object, as the API server answers a dry run. Changes
 * nothing.
 *
 * @throws GitopsError when the revision, its manifests or all clusters cannot be read; what a sync would
 * refuse is in the result, as problems
 */
export async function diff(options: DiffOptions): Promise<DiffResult> {
  const started = Date.now();
  const loaded = await loadRevision({ ...options, purpose: options.purpose ?? 'look' });
  assertPermitted(loaded, { windows: 'show', onEvent: options.onEvent });
  const read = (sessions: readonly ClusterSession[]) =>
    planEach(sessions, { ...options, refuse: refuseOlder(loaded, options) });
  return withReadable(loaded, options, read, async (planned, unread) => {
    const held = await heldBy(
      loaded,
      planned.map(({ session }) => session),
      false,
    );
    const redact = createRedactor();
    const applications = (
      await Promise.all(planned.map((cluster) => diffCluster(cluster, held, redact, options)))
    ).flat();
    return {
      apiVersion: API_VERSION,
      kind: 'DiffResult',
      revision: loaded.revision,
      changed:
        unread.errors !== undefined ||
        applications.some(
          (one) =>
            one.problems.length + (one.hooks ?? []).length > 0 ||
            changesNamespace(one) ||
            one.changes.some(({ action }) => action !== 'refuse' || one.deliveredBy === 'argocd'),
        ),
      applications,
      orphaned: planned.flatMap((cluster) => orphanedOf(cluster)),
      skipped: loaded.skipped,
      ...closedWindows(loaded),
      clusters: planned.map(({ session: { client } }) => ({ cluster: client.cluster, ...client.statistics })),
      ...unread,
      seconds: (Date.now() - started) / 1000,
    };
  });
}

async function diffCluster(
  cluster: PlannedCluster,
  held: ReadonlyMap<string, Hold>,
  redact: Redactor,
  options: DiffOptions,
): Promise<readonly ApplicationDiff[]> {
  const { session, planned, problems } = cluster;
  const name = session.client.cluster;
  const done = await Promise.all(
    planned.map(async (one): Promise<ApplicationDiff> => {
      const changes = await Promise.all(
        one.plan.changes.filter(isShown).map((change) => diffChange(change, cluster, redact, options)),
      );
      const kept = one.plan.changes.filter(({ action }) => action === 'keep').length;
      announcePlan(one, name, options.onEvent);
      const { name: application, instance } = one.application;
      const hooks = scheduleOf(one.plan).flatMap(({ object, change }) =>
        change.action === 'run' ? [{ object, reason: change.reason, phase: change.phase }] : [],
      );
      return {
        application,
        cluster: name,
        ...deliveryOf(one),
        ...namespaceChange(one.observed),
        changes,
        kept,
        ...sourcesPart(one.application),
        ...(hooks.length === 0 ? {} : { hooks }),
        held: held.has(holdKey(name, instance)),
        problems: one.plan.problems.map(problemSummary),
      };
    }),
  );
  const missing = new Map<string, ApplicationDiff>();
  for (const { application, problem } of problems) {
    if (done.some((one) => one.application === application)) continue;
    const before = missing.get(application) ?? {
      application,
      cluster: name,
      ...deliveryOfUnplanned(cluster, application),
      changes: [],
      kept: 0,
      held: false,
      problems: [],
    };
    missing.set(application, { ...before, problems: [...before.problems, problemSummary(problem)] });
  }
  return [...done, ...missing.values()];
}

type ShownChange = Exclude<Change, { readonly action: 'keep' }>;

function isShown(change: Change): change is ShownChange {
  return change.action !== 'keep';
}

async function diffChange(
  change: ShownChange,
  { session }: PlannedCluster,
  redact: Redactor,
  options: DiffOptions,
): Promise<DiffChange> {
  const object = identityOfChange(change);
  const shared = { action: change.action, object, simulated: false, notes: [] };
  if (change.action === 'refuse') return { ...shared, reason: change.reason, text: '' };
  if (change.action === 'delete')
    return {
      ...shared,
      reason: 'left Git',
      text: diffText(object, change.live, undefined, redact, options.contextLines),
    };
  const live = await liveOf(change, session, object, options);
  return {
    ...shared,
    reason: change.reason,
    text: diffText(object, ...statesOf(change, live), redact, options.contextLines),
    simulated: isSimulated(change),
    notes: changeNotes(change),
    ...conflictsOfChange(change),
  };
}

/**
 * The states before and after the change. Without a dry run the defaults are not known, and our manifest is
 * used for both.
 */
function statesOf(change: ApplyChange, live: KubeObject | undefined): readonly [KubeObject | undefined, KubeObject] {
  if (change.merged) return [live, change.merged];
  const anew = change.action === 'recreate' ? change.anew : undefined;
  return [live && ownedView(live), anew ? ownedView(anew) : change.manifest];
}

/** Of an object that is to be adopted only the metadata is known. */
async function liveOf(
  change: Extract<ShownChange, { readonly manifest: KubeObject }>,
  { client }: PlannedCluster['session'],
  object: ObjectIdentity,
  options: DiffOptions,
) {
  if (change.action === 'create') return undefined;
  const partial = change.action === 'update' && (change.reason === 'adopted' || change.reason === 'handed over');
  return partial ? readLive(client, change.desired.resource, object, options.signal) : change.live;
}
