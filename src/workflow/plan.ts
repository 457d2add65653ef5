import { LABEL } from '../argocd/labels.js';
import type { Hold } from '../cluster/inventory/inventory.js';
import { isSimulated } from '../cluster/plan/change.js';
import { scheduleOf } from '../cluster/plan/schedule.js';
import { digestOf } from '../manifest/canonical.js';
import { compareText } from '../manifest/compare-text.js';
import { defined } from '../manifest/defined.js';
import { changesNamespace, namespaceChange } from './api/namespace-change.js';
import type { PlanOptions } from './api/options.js';
import type { ApplicationPlan, PlannedTask, PlanResult } from './api/plan-result.js';
import { API_VERSION, problemSummary } from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { heldBy, holdKey } from './delivery/held-applications.js';
import { refuseOlder } from './delivery/refuse-older.js';
import { loadRevision } from './desired/load-revision.js';
import { filePlan } from './plan-files/file-plan.js';
import { filedOptions } from './plan-files/filed-options.js';
import { type PlanFile, sealPlanFile } from './plan-files/plan-file.js';
import { announcePlan } from './planning/announce-plan.js';
import { assertPermitted } from './planning/assert-permitted.js';
import { changeNotes } from './planning/change-notes.js';
import { closedWindows } from './planning/closed-windows.js';
import { deliveryOf, deliveryOfUnplanned } from './planning/delivery-of.js';
import { orphanedOf } from './planning/orphaned.js';
import { planEach } from './planning/plan-clusters.js';
import type { PlannedApplication, PlannedCluster } from './planning/planned-cluster.js';
import { sourcesPart } from './planning/sources-part.js';
import { withReadable } from './planning/with-readable.js';

export interface PlanVerbOptions extends PlanOptions {
  /** For the plan file. Default: `unknown`. */
  readonly actor?: string;
  /** Version of this package, for the plan file. */
  readonly tool: string;
}

/** A plan, and the file that a later sync can be held to. */
export interface Planning {
  readonly result: PlanResult;
  /**
   * None of a plan with problems, of one that lacks clusters, of one in which Argo CD delivers everything,
   * and of files that are not committed.
   */
  readonly file?: PlanFile;
}

/**
 * What a sync of the revision would do, in the order in which it would do it. Changes nothing.
 *
 * @throws GitopsError when the revision, its manifests or all clusters cannot be read; what a sync would
 * refuse is in the result, as problems
 */
export async function plan(options: PlanVerbOptions): Promise<Planning> {
  const started = Date.now();
  const loaded = await loadRevision({ ...options, purpose: 'look' });
  assertPermitted(loaded, { windows: 'show', onEvent: options.onEvent });
  const read = (among: readonly ClusterSession[]) =>
    planEach(among, { ...options, economical: true, refuse: refuseOlder(loaded, options) });
  return withReadable(loaded, options, read, async (clusters, unread) => {
    const sessions = clusters.map(({ session }) => session);
    const held = await heldBy(loaded, sessions, false);
    const applications = clusters.flatMap((cluster) => planCluster(cluster, held, options)).sort(inOrder);
    const filed = clusters.flatMap(({ session, planned }) =>
      planned.flatMap((one) => (one.application.argocd ? [] : [filePlan(one, session.client.cluster)])),
    );
    const result: PlanResult = {
      apiVersion: API_VERSION,
      kind: 'PlanResult',
      revision: loaded.revision,
      changed:
        unread.errors !== undefined ||
        applications.some(
          (one) => one.problems.length > 0 || changesNamespace(one) || one.schedule.some((task) => isDone(task, one)),
        ),
      // Of a plan that lacks clusters the digest is that of no whole one.
      digest: digestOf(unread.errors === undefined ? filed : [filed, unread.errors.map(({ cluster }) => cluster)]),
      applications,
      orphaned: clusters.flatMap((cluster) => orphanedOf(cluster)),
      skipped: loaded.skipped,
      ...closedWindows(loaded),
      clusters: sessions.map(({ client }) => ({ cluster: client.cluster, ...client.statistics })),
      ...unread,
      seconds: (Date.now() - started) / 1000,
    };
    if (
      options.worktree === true ||
      filed.length === 0 ||
      unread.errors !== undefined ||
      applications.some(({ problems }) => problems.length > 0)
    )
      return { result };
    const { environments, applications: names, clusters: on, all, actor = 'unknown', tool } = options;
    const file = sealPlanFile({
      created: new Date().toISOString(),
      actor,
      tool,
      commit: loaded.revision.commit,
      selection: defined({ environments, applications: names, clusters: on, all }),
      options: filedOptions(options),
      clusters: Object.fromEntries(
        sessions.flatMap(({ client, uid }) => (uid === undefined ? [] : [[client.cluster, uid]])),
      ),
      applications: filed,
    });
    return { result, file };
  });
}

/** Something that a sync does. What Argo CD delivers differs also by what it does not delete. */
function isDone({ action }: PlannedTask, { deliveredBy }: ApplicationPlan): boolean {
  return action !== 'keep' && (action !== 'refuse' || deliveredBy === 'argocd');
}

function planCluster(
  cluster: PlannedCluster,
  held: ReadonlyMap<string, Hold>,
  options: PlanVerbOptions,
): readonly ApplicationPlan[] {
  const { session, planned, problems } = cluster;
  const name = session.client.cluster;
  const done = planned.map((one): ApplicationPlan => {
    announcePlan(one, name, options.onEvent);
    const own = problems.flatMap(({ application, problem }) =>
      application === one.application.name ? [problemSummary(problem)] : [],
    );
    return { ...planApplication(one, name), held: held.has(holdKey(name, one.application.instance)), problems: own };
  });
  const unplanned = [...new Set(problems.map(({ application }) => application))].filter(
    (application) => !done.some((one) => one.application === application),
  );
  return [
    ...done,
    ...unplanned.map(
      (application): ApplicationPlan => ({
        application,
        cluster: name,
        ...deliveryOfUnplanned(cluster, application),
        wave: 0,
        held: false,
        orphaned: false,
        schedule: [],
        problems: problems.flatMap((one) => (one.application === application ? [problemSummary(one.problem)] : [])),
      }),
    ),
  ];
}

function planApplication(planned: PlannedApplication, cluster: string): Omit<ApplicationPlan, 'held' | 'problems'> {
  const { application, plan: whole, observed, orphaned } = planned;
  const environment = application.labels[LABEL.environment];
  return {
    application: application.name,
    cluster,
    ...deliveryOf(planned),
    ...(environment === undefined ? {} : { environment }),
    wave: application.wave,
    ...sourcesPart(application),
    orphaned,
    ...namespaceChange(observed),
    schedule: scheduleOf(whole).map(
      ({ change, ...task }): PlannedTask =>
        change.action === 'run'
          ? { ...task, simulated: false, notes: [] }
          : { ...task, simulated: isSimulated(change), notes: changeNotes(change) },
    ),
  };
}

/** Sorts in the order of execution: environments in parallel, each wave by wave. */
function inOrder(left: ApplicationPlan, right: ApplicationPlan): number {
  const byText = (one = '', other = '') => compareText(one, other);
  return (
    byText(left.cluster, right.cluster) ||
    byText(left.environment, right.environment) ||
    left.wave - right.wave ||
    byText(left.application, right.application)
  );
}
