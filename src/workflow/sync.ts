import type { Health } from '../cluster/health/custom.js';
import type { BrokenInventory, Hold } from '../cluster/inventory/inventory.js';
import { GitopsError } from '../errors.js';
import { DEFAULT_LOCK_TIMEOUT_MS, DEFAULT_TIMEOUT_MS, type PlanOptions, type RunOptions } from './api/options.js';
import { worstOutcome } from './api/outcomes.js';
import { API_VERSION, type ApplicationResult, type SyncResult } from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { holdKey } from './delivery/held-applications.js';
import { type HoldRules, holdRules } from './delivery/hold-rules.js';
import { type BlockedBy, inTurns } from './delivery/in-turns.js';
import { refuseOlder } from './delivery/refuse-older.js';
import { syncCluster } from './delivery/sync-cluster.js';
import { type LoadedRevision, loadRevision } from './desired/load-revision.js';
import { approveAgain, approvePlan } from './plan-files/approve-plan.js';
import type { PlanFile } from './plan-files/plan-file.js';
import { assertPermitted } from './planning/assert-permitted.js';
import { brokenInventories } from './planning/broken-inventories.js';
import { windowNote } from './planning/closed-windows.js';
import { orphanedOf } from './planning/orphaned.js';
import { planClusters } from './planning/plan-clusters.js';
import { planPolicies } from './planning/plan-policies.js';
import type { PlanClusterOptions, PlannedApplication, PlannedCluster } from './planning/planned-cluster.js';
import { withHealth } from './planning/with-health.js';
import { withSessions } from './planning/with-sessions.js';
import { assertNotAllSkipped } from './verdicts/selection.js';

export interface SyncOptions extends PlanOptions, RunOptions {
  /** Go on only when what is about to be done is what this plan says. Default: whatever is planned now. */
  readonly planFile?: PlanFile;
  /** Lift the hold that a rollback left. Default: false. */
  readonly resume?: boolean;
  /** Sync although a sync window forbids it. It is reported as a warning. Default: false. */
  readonly ignoreWindows?: boolean;
}

/**
 * Brings clusters to a committed revision: applies, waits until healthy, prunes, verifies, records.
 *
 * All clusters are read and planned before the first write; a problem anywhere stops everything before
 * anything was changed. A broken inventory is the exception: its Argo Application fails, and the others
 * continue.
 *
 * @throws GitopsError for every such problem, all at once
 */
export async function sync(options: SyncOptions): Promise<SyncResult> {
  return syncLoaded(await loadRevision({ ...options, purpose: 'write' }), options);
}

/**
 * Syncs a revision that was read already.
 *
 * @param holds given by a rollback: the holds to leave, by `holdKey`
 * @param windows given by a rollback: further windows that are ignored, by key
 */
export async function syncLoaded(
  loaded: LoadedRevision,
  given: SyncOptions,
  holds?: ReadonlyMap<string, Hold>,
  windows: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<SyncResult> {
  // A rollback runs no hooks, as with Argo CD: those of an older revision are not made to be run on what the
  // newer one left.
  const ignoredWindows = given.ignoreWindows ? new Map([...windowsOf(loaded), ...windows]) : windows;
  const options = { ...given, ignoredWindows, hooks: given.hooks ?? (holds ? ('never' as const) : ('auto' as const)) };
  // A rollback goes back.
  const refuse = holds ? undefined : refuseOlder(loaded, options);
  const started = Date.now();
  assertSomething(loaded);
  assertPermitted(loaded, { windows: options.ignoreWindows ? 'ignore' : 'forbid', onEvent: options.onEvent });
  const synced: Promise<SyncResult> = withSessions(loaded, options, async (sessions) => {
    const planned = await planClusters(sessions, { ...options, refuse });
    warnOfBroken(sessions, options);
    if (options.planFile) approvePlan(options.planFile, planned, loaded.revision, options);
    const applications = await withHealth(loaded, options, async (health) =>
      inTurns(planned.map(withStopped), loaded.turns, (cluster, blockedBy) =>
        run(cluster, loaded, { ...options, health, managing: sessions, blockedBy, refuse }, holds),
      ),
    );
    return {
      apiVersion: API_VERSION,
      kind: 'SyncResult',
      revision: loaded.revision,
      outcome: worstOutcome(applications, 'unchanged'),
      applications,
      orphaned: planned.flatMap((cluster) => orphanedOf(cluster, applications)),
      skipped: loaded.skipped,
      clusters: sessions.map(({ client }) => ({ cluster: client.cluster, ...client.statistics })),
      seconds: (Date.now() - started) / 1000,
    };
  });
  return synced.catch((error: unknown) => {
    if (!GitopsError.is(error) || error.code !== 'INTERRUPTED') throw error;
    // Once something is written, an interruption is a result.
    throw new GitopsError('INTERRUPTED', 'interrupted before anything was changed', {
      hint: 'Run it again.',
      cause: error,
    });
  });
}

/** In its turn each of them fails, and what comes after it is not tried. */
function withStopped(cluster: PlannedCluster): PlannedCluster {
  return { ...cluster, planned: [...cluster.planned, ...cluster.stopped] };
}

/** What left Git and cannot be pruned, because what it owns is unknown. */
function warnOfBroken(sessions: readonly ClusterSession[], { pruneOrphaned, onEvent }: SyncOptions): void {
  if (pruneOrphaned !== true) return;
  for (const { message, application = '', cluster = '' } of brokenInventories(sessions, isNotInGit))
    onEvent?.({ kind: 'warning', message: `'${application}' is not pruned: ${message}`, application, cluster });
}

function isNotInGit({ name }: BrokenInventory, { target }: ClusterSession): boolean {
  return !target.inGit.has(name);
}

/** A sync of nothing has not succeeded. */
function assertSomething({ targets, skipped, revision }: LoadedRevision): void {
  const count = targets.reduce((sum, { applications }) => sum + applications.length, 0);
  assertNotAllSkipped(count, skipped, revision.shortId);
}

async function run(
  cluster: PlannedCluster,
  loaded: LoadedRevision,
  options: SyncOptions & {
    readonly health: Health;
    readonly ignoredWindows: ReadonlyMap<string, readonly string[]>;
    readonly managing: PlanClusterOptions['managing'];
    readonly refuse: PlanClusterOptions['refuse'];
    readonly blockedBy: BlockedBy;
  },
  rollback: ReadonlyMap<string, Hold> | undefined,
): Promise<readonly ApplicationResult[]> {
  const {
    adopt = false,
    conflicts = 'auto',
    pruneOrphaned = false,
    hooks,
    asArgoCd,
    managing,
    planFile,
    refuse,
  } = options;
  const { client } = cluster.session;
  const { revision } = loaded;
  const common = { adopt, conflicts, pruneOrphaned, hooks, asArgoCd, managing, economical: true, refuse };
  const approve = (file: PlanFile) => (again: PlannedApplication) =>
    approveAgain(file, again, client.cluster, revision.commit);
  return syncCluster(cluster, {
    plan: { ...common, ...planPolicies(options) },
    run: {
      action: rollback ? 'rollback' : 'sync',
      revision,
      actor: options.actor ?? 'unknown',
      pipeline: options.pipeline,
      ignoredWindows: options.ignoredWindows,
      logs: options.logs ?? true,
      healthTimeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      lockTimeoutMs: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
      leaseDurationMs: options.leaseDurationMs,
      retryLimit: options.retryLimit,
    },
    health: options.health,
    holds: rollback ? rollbackHolds(rollback, client.cluster) : holdRules(loaded, options.resume ?? false),
    signal: options.signal ?? new AbortController().signal,
    onEvent: options.onEvent ?? (() => {}),
    blockedBy: options.blockedBy,
    approve: planFile && approve(planFile),
  });
}

/** Those that are closed, by key. */
function windowsOf({ verdicts }: LoadedRevision): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...verdicts].flatMap(([instance, { window }]) => {
      const note = windowNote(window);
      return note ? [[instance, note.windows] as const] : [];
    }),
  );
}

/** A rollback minds no hold and sets its own. */
function rollbackHolds(holds: ReadonlyMap<string, Hold>, cluster: string): HoldRules {
  return { forbids: async () => false, after: ({ instance }) => holds.get(holdKey(cluster, instance)) };
}
