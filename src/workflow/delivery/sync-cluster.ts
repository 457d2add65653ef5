import { LABEL } from '../../argocd/labels.js';
import type { ExecuteOptions } from '../../cluster/execute/execution.js';
import type { Execution } from '../../cluster/execute/planned.js';
import { summarizeExecution } from '../../cluster/execute/summarize-execution.js';
import { waitForWave } from '../../cluster/execute/wait-for-wave.js';
import type { Health } from '../../cluster/health/custom.js';
import { rememberCluster } from '../../cluster/inventory/remember-cluster.js';
import type { ConflictPolicy } from '../../cluster/objects/conflicts.js';
import { identityOfChange, isApply } from '../../cluster/plan/change.js';
import { hookRuns } from '../../cluster/plan/hook-runs.js';
import { isEmpty } from '../../cluster/plan/plan.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import { discover } from '../../cluster/transport/discover.js';
import { secretValues } from '../../cluster/wait/secret-values.js';
import { GitopsError } from '../../errors.js';
import { deepEqual } from '../../manifest/equality.js';
import { groupBy } from '../../manifest/group-by.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { ApplicationOutcome, SyncListener } from '../api/events.js';
import { type ApplicationResult, problemSummary } from '../api/results.js';
import type { PlanClusterOptions, PlannedApplication, PlannedCluster } from '../planning/plan-cluster.js';
import { replan } from '../planning/replan.js';
import { sourcesPart } from '../planning/sources-part.js';
import { emptyResult } from './empty-result.js';
import type { HoldRules } from './hold-rules.js';
import type { BlockedBy } from './in-turns.js';
import { manifestCounts } from './manifest-counts.js';
import { retrying } from './retry.js';

export interface SyncClusterOptions {
  readonly plan: PlanClusterOptions;
  readonly prune: PruneOptions;
  readonly conflicts: ConflictPolicy;
  readonly revision: { readonly commit: string; readonly subject?: string; readonly committed?: string };
  readonly action: 'sync' | 'rollback' | 'delete';
  readonly actor: string;
  readonly pipeline?: string;
  /** Sync windows that forbid the run and are ignored, by instance name: for the history. */
  readonly ignoredWindows?: ReadonlyMap<string, readonly string[]>;
  /** Judges what is waited for. */
  readonly health: Health;
  /** Tell what failing containers wrote last. Default: false. */
  readonly logs?: boolean;
  readonly healthTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly leaseDurationMs?: number;
  /** Retries of what failed, whatever the Argo Applications say. */
  readonly retryLimit?: number;
  /** What holds of rollbacks forbid, and which one is left. */
  readonly holds: HoldRules;
  readonly signal: AbortSignal;
  readonly onEvent: SyncListener;
  /** What of an earlier step stops an Argo Application. Default: nothing. */
  readonly blockedBy?: BlockedBy;
  /** Throws when what was planned again under the lock is not what was agreed to. Default: anything goes. */
  readonly approve?: (again: PlannedApplication) => void;
}

/**
 * Syncs the planned Argo Applications of a cluster: environments beside each other, within one the
 * applications of a wave together, and the next wave only when all of them are healthy.
 */
export async function syncCluster(
  cluster: PlannedCluster,
  options: SyncClusterOptions,
): Promise<readonly ApplicationResult[]> {
  const { client, inventoryNamespace, uid, record } = cluster.session;
  const acting = await Promise.all(
    cluster.planned.map(async (one) => !needsNothing(one, options) && !(await isHeld(one, options))),
  );
  if (acting.includes(true)) await rememberCluster(client, inventoryNamespace, uid, record);
  const environments = groupBy(cluster.planned, ({ application }) => application.labels[LABEL.environment] ?? '');
  const results = await Promise.all([...environments.values()].map((planned) => syncWaves(planned, cluster, options)));
  return results.flat();
}

async function syncWaves(
  planned: readonly PlannedApplication[],
  cluster: PlannedCluster,
  options: SyncClusterOptions,
): Promise<readonly ApplicationResult[]> {
  const waves = [...groupBy(planned, ({ application }) => application.wave)].sort(([left], [right]) => left - right);
  const results: ApplicationResult[] = [];
  let blocker: ApplicationResult | undefined;
  for (const [, members] of waves) {
    const done = await Promise.all(
      members.map((member) => {
        const by = blocker ?? options.blockedBy?.(member);
        return by ? block(member, cluster, by, options) : syncWithRetries(member, cluster, options);
      }),
    );
    results.push(...done);
    blocker ??= done.find(({ outcome }) => outcome !== 'synced' && outcome !== 'unchanged' && outcome !== 'held');
  }
  return results;
}

/** A plan that was approved is not exceeded by what a retry would plan. */
function syncWithRetries(
  planned: PlannedApplication,
  cluster: PlannedCluster,
  options: SyncClusterOptions,
): Promise<ApplicationResult> {
  const { application } = planned;
  if (options.approve) return syncApplication(planned, cluster, options);
  const retry = { policy: application.retry, limit: options.retryLimit, timeoutMs: options.healthTimeoutMs };
  return retrying({ ...retry, signal: options.signal, onEvent: options.onEvent }, async (attempt, onEvent) => {
    if (attempt === 1) return syncApplication(planned, cluster, { ...options, onEvent });
    try {
      const again = await replan(cluster, application.instance, options.plan, options.signal);
      return await syncApplication(again.planned, again.cluster, { ...options, onEvent });
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      return failedResult({ application: application.name, cluster: cluster.session.client.cluster }, error, onEvent);
    }
  });
}

function failedResult(
  scope: { application: string; cluster: string },
  error: GitopsError,
  onEvent: SyncListener,
): ApplicationResult {
  const [outcome, message] = [
    error.code === 'INTERRUPTED' ? ('interrupted' as const) : ('failed' as const),
    error.message,
  ];
  onEvent({ kind: 'finished', outcome, message, seconds: 0, ...scope });
  return {
    ...emptyResult(scope),
    outcome,
    message,
    errors: outcome === 'failed' ? GitopsError.each(error).map(problemSummary) : [],
  };
}

async function syncApplication(
  planned: PlannedApplication,
  cluster: PlannedCluster,
  options: SyncClusterOptions,
): Promise<ApplicationResult> {
  const { application, plan } = planned;
  const scope = { application: application.name, cluster: cluster.session.client.cluster };
  const started = Date.now();
  const finish = (
    outcome: ApplicationOutcome,
    message: string | undefined,
    part: Partial<ApplicationResult>,
  ): ApplicationResult => {
    const seconds = Math.round((Date.now() - started) / 100) / 10;
    options.onEvent({ kind: 'finished', outcome, message, seconds, ...scope });
    return {
      ...emptyResult(scope),
      outcome,
      ...(message === undefined ? {} : { message }),
      kept: count(plan.changes, 'keep'),
      ...sourcesPart(application),
      ...part,
      seconds,
    };
  };
  const { commit } = application.revision ?? options.revision;
  options.onEvent({ kind: 'started', revision: commit, ...manifestCounts(application.objects), ...scope });
  options.onEvent({ kind: 'planned', ...counts(planned), ...scope });
  const held = () => finish('held', 'a rollback holds it: commit something newer, or sync with --resume', {});
  const unchanged = async (now: PlannedApplication, at: PlannedCluster, message?: string) => {
    const { changes } = now.plan;
    const unhealthy = await unhealthyOf(now, at, options, scope);
    const refused = changes.flatMap((change) =>
      change.action === 'refuse' ? [{ object: identityOfChange(change), reason: change.reason }] : [],
    );
    const outcome = unhealthy.length > 0 ? 'unhealthy' : 'unchanged';
    const summary = summarizeExecution({ errors: [], unhealthy, unverified: [], outcome });
    return finish(outcome, summary ?? message, { unhealthy, refused, kept: count(changes, 'keep') });
  };
  try {
    GitopsError.throwAll(plan.problems);
    if (await isHeld(planned, options)) return held();
    if (needsNothing(planned, options)) return await unchanged(planned, cluster);
    const execution = await executePlan(planned, cluster, options, scope);
    if ('overtaken' in execution) {
      const { overtaken } = execution;
      return (await isHeld(overtaken.planned, options))
        ? held()
        : await unchanged(overtaken.planned, overtaken.cluster, 'another sync did it meanwhile');
    }
    const unwaited =
      options.healthTimeoutMs === 0 && execution.outcome === 'synced' ? 'health was not waited for' : undefined;
    return finish(execution.outcome, summarizeExecution(execution) ?? unwaited, partOf(execution));
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    if (error.code === 'INTERRUPTED') return finish('interrupted', 'interrupted before anything was changed', {});
    return finish('failed', error.message, { errors: GitopsError.each(error).map(problemSummary) });
  }
}

async function executePlan(
  planned: PlannedApplication,
  cluster: PlannedCluster,
  options: SyncClusterOptions,
  scope: { application: string; cluster: string },
): Promise<Execution | { readonly overtaken: Replanned }> {
  const { client, inventoryNamespace } = cluster.session;
  const { application, observed } = planned;
  const discovery = observed.objects.some(({ awaitsKind }) => awaitsKind)
    ? await discover(client, options.signal)
    : cluster.session.discovery;
  let again: Replanned = { planned, cluster };
  const planAgain = async () => {
    again = await replan(cluster, application.instance, options.plan, options.signal);
    options.approve?.(again.planned);
    return needsNothing(again.planned, options) || (await isHeld(again.planned, options)) ? undefined : again.planned;
  };
  const { pipeline, actor, action } = options;
  const ignoredWindows = options.ignoredWindows?.get(application.instance);
  const told = {
    pipeline,
    ignoredWindows,
  };
  const { commit, subject, committed } = application.revision ?? options.revision;
  // Most runs find everything as it should be, and need none of it.
  const { execute } = await import('../../cluster/execute/execute.js');
  const execution = await execute(
    planned,
    {
      client,
      discovery,
      inventoryNamespace,
      operation: { commit, subject, committed, action, actor, started: new Date().toISOString(), ...told },
      holdAfter: (hold) => options.holds.after(application, hold),
      prune: planned.orphaned ? { ...options.prune, prune: application.prune } : options.prune,
      conflicts: options.conflicts,
      ownership: options.plan.ownership,
      health: options.health,
      ...logsOf(cluster, options),
      healthTimeoutMs: options.healthTimeoutMs,
      lockTimeoutMs: options.lockTimeoutMs,
      leaseDurationMs: options.leaseDurationMs,
      signal: options.signal,
      onEvent: (event) => options.onEvent({ ...event, ...scope }),
    },
    planAgain,
  );
  return execution ?? { overtaken: again };
}

/** A cluster that was looked at again, and what to do there now. */
type Replanned = Awaited<ReturnType<typeof replan>>;

function isHeld({ application, observed }: PlannedApplication, { holds }: SyncClusterOptions): Promise<boolean> {
  return holds.forbids(application, observed.inventory?.hold);
}

/** Nothing to write: no change, no interrupted run to close, no hold to set or lift. */
function needsNothing({ plan, observed }: PlannedApplication, { action, holds }: SyncClusterOptions): boolean {
  const { inventory, application } = observed;
  if (plan.problems.length > 0) return false;
  // An inventory that owns nothing any more goes with its Argo Application.
  if (action === 'delete' && inventory?.entries.length === 0) return false;
  if (inventory?.operation || !deepEqual(inventory?.hold, holds.after(application, inventory?.hold))) return false;
  return isEmpty(plan) && observed.createNamespace === undefined && observed.manageNamespace === undefined;
}

function unhealthyOf(
  planned: PlannedApplication,
  cluster: PlannedCluster,
  options: SyncClusterOptions,
  scope: { application: string; cluster: string },
) {
  const kept = planned.plan.changes.flatMap((change) => (change.action === 'keep' ? [change] : []));
  return waitForWave(
    kept.map(({ desired }) => desired),
    new Map(kept.map(({ desired, live }) => [identityKey(desired.identity), live])),
    {
      client: cluster.session.client,
      discovery: cluster.session.discovery,
      health: options.health,
      ...logsOf(cluster, options),
      healthTimeoutMs: options.healthTimeoutMs,
      signal: options.signal,
      onEvent: (event) => options.onEvent({ ...event, ...scope }),
    },
    { applied: new Map(), healthy: new Set() },
  );
}

/** No value of a Secret that Git has for this cluster may be shown. */
function logsOf({ session }: PlannedCluster, { logs = false }: SyncClusterOptions): Pick<ExecuteOptions, 'logs'> {
  return logs ? { logs: { secrets: secretValues(session.target.applications.flatMap(({ objects }) => objects)) } } : {};
}

async function block(
  planned: PlannedApplication,
  { session }: PlannedCluster,
  blocker: ApplicationResult,
  options: SyncClusterOptions,
): Promise<ApplicationResult> {
  const scope = { application: planned.application.name, cluster: session.client.cluster };
  const earlier = options.blockedBy?.(planned) === blocker ? 'step' : 'wave';
  const message = `not tried, because '${blocker.application}' of an earlier ${earlier} is ${blocker.outcome}`;
  options.onEvent({ kind: 'finished', outcome: 'blocked', message, seconds: 0, ...scope });
  return { ...emptyResult(scope), outcome: 'blocked', message };
}

function partOf(execution: Execution): Partial<ApplicationResult> {
  const { counts: done, hooks, refused, unhealthy, unverified, errors, plan } = execution;
  const halfway = plan.changes
    .filter(
      (change) =>
        (isApply(change) && !execution.applied.has(keyOf(change))) ||
        (change.action === 'delete' && !execution.deleted.has(keyOf(change))),
    )
    .map((change) => {
      const object = identityOfChange(change);
      const hasFailed = errors.some((error) => error.object === describeIdentity(object));
      const state = hasFailed ? 'failed' : execution.attempted.has(keyOf(change)) ? 'was begun' : 'was not begun';
      return { object, reason: `${change.action} ${state}` };
    });
  return {
    ...done,
    kept: count(plan.changes, 'keep'),
    ...(hooks.length === 0 ? {} : { hooks }),
    refused,
    unhealthy,
    unverified,
    errors: errors.map(problemSummary),
    halfway: execution.outcome === 'synced' ? [] : halfway,
  };
}

function keyOf(change: Parameters<typeof identityOfChange>[0]): string {
  return identityKey(identityOfChange(change));
}

function counts({ plan }: PlannedApplication) {
  const of = (action: (typeof plan.changes)[number]['action']) => count(plan.changes, action);
  return {
    create: of('create'),
    update: of('update'),
    keep: of('keep'),
    delete: of('delete'),
    recreate: of('recreate'),
    run: hookRuns(plan),
  };
}

function count(changes: PlannedApplication['plan']['changes'], action: string): number {
  return changes.filter((change) => change.action === action).length;
}
