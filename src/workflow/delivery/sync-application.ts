import type { ExecuteOptions, Execution } from '../../cluster/execute/execution.js';
import { summarizeExecution } from '../../cluster/execute/summarize-execution.js';
import { waitForWave } from '../../cluster/execute/wait-for-wave.js';
import { discover } from '../../cluster/transport/discover.js';
import { secretValues } from '../../cluster/wait/secret-values.js';
import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { ApplicationOutcome } from '../api/events.js';
import { type ApplicationResult, problemSummary } from '../api/results.js';
import { announcePlan } from '../planning/announce-plan.js';
import type { PlannedApplication, PlannedCluster } from '../planning/planned-cluster.js';
import { replan } from '../planning/replan.js';
import { sourcesPart } from '../planning/sources-part.js';
import { emptyResult } from './empty-result.js';
import { countChanges, executionPart, refusedObjects } from './execution-part.js';
import { manifestCounts } from './manifest-counts.js';
import { needOf } from './need-of.js';
import type { SyncClusterOptions } from './sync-cluster-options.js';

/** One attempt to sync one Argo Application of one cluster. */
interface Attempt {
  readonly planned: PlannedApplication;
  readonly cluster: PlannedCluster;
  readonly options: SyncClusterOptions;
  readonly scope: { readonly application: string; readonly cluster: string };
  readonly started: number;
}

/** Syncs one Argo Application once. What goes wrong is a result. */
export async function syncApplication(
  planned: PlannedApplication,
  cluster: PlannedCluster,
  options: SyncClusterOptions,
): Promise<ApplicationResult> {
  const { application } = planned;
  const scope = { application: application.name, cluster: cluster.session.client.cluster };
  const attempt: Attempt = { planned, cluster, options, scope, started: Date.now() };
  const { commit } = application.revision ?? options.run.revision;
  options.onEvent({ kind: 'started', revision: commit, ...manifestCounts(application.objects), ...scope });
  announcePlan(planned, scope.cluster, options.onEvent);
  try {
    return await deliver(attempt);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    if (error.code === 'INTERRUPTED') return finish(attempt, 'interrupted', 'interrupted before anything was changed');
    return finish(attempt, 'failed', error.message, { errors: GitopsError.each(error).map(problemSummary) });
  }
}

async function deliver(attempt: Attempt): Promise<ApplicationResult> {
  // One whose inventory is broken fails in its turn.
  GitopsError.throwAll(attempt.planned.plan.problems);
  const need = await needOf(attempt.planned, attempt.options);
  if (need !== 'work') return finishWithout(need, attempt, attempt);
  const execution = await executePlan(attempt);
  if (!('overtaken' in execution)) return finishExecution(attempt, execution);
  const { overtaken } = execution;
  const left = await needOf(overtaken.planned, attempt.options);
  return finishWithout(left, attempt, overtaken, 'another sync did it meanwhile');
}

function finish(
  { planned, options, scope, started }: Attempt,
  outcome: ApplicationOutcome,
  message: string | undefined,
  part: Partial<ApplicationResult> = {},
): ApplicationResult {
  const said = message === undefined ? {} : { message };
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  options.onEvent({ kind: 'finished', outcome, ...said, seconds, ...scope });
  return {
    ...emptyResult(scope),
    outcome,
    ...said,
    kept: countChanges(planned.plan, 'keep'),
    ...sourcesPart(planned.application),
    ...part,
    seconds,
  };
}

/** Nothing was to be written: what is there is still waited for, unless a rollback holds it. */
async function finishWithout(
  need: 'held' | 'nothing' | 'work',
  attempt: Attempt,
  now: Looked,
  message?: string,
): Promise<ApplicationResult> {
  if (need === 'held')
    return finish(attempt, 'held', 'a rollback holds it: commit something newer, or sync with --resume');
  const { plan } = now.planned;
  const unhealthy = await unhealthyOf(attempt, now);
  const outcome = unhealthy.length > 0 ? 'unhealthy' : 'unchanged';
  const summary = summarizeExecution({ errors: [], unhealthy, unverified: [], outcome });
  const part = { unhealthy, refused: refusedObjects(plan), kept: countChanges(plan, 'keep') };
  return finish(attempt, outcome, summary ?? message, part);
}

function finishExecution(attempt: Attempt, execution: Execution): ApplicationResult {
  const { outcome } = execution;
  const isUnwaited = attempt.options.run.healthTimeoutMs === 0 && outcome === 'synced';
  const message = summarizeExecution(execution) ?? (isUnwaited ? 'health was not waited for' : undefined);
  return finish(attempt, outcome, message, executionPart(execution));
}

/** A cluster that was looked at, and what to do there. */
interface Looked {
  readonly planned: PlannedApplication;
  readonly cluster: PlannedCluster;
}

async function executePlan(attempt: Attempt): Promise<Execution | { readonly overtaken: Looked }> {
  const { planned, cluster, options } = attempt;
  let again: Looked = { planned, cluster };
  const planAgain = async () => {
    again = await replan(cluster, planned.application.instance, options.plan, options.signal);
    options.approve?.(again.planned);
    return (await needOf(again.planned, options)) === 'work' ? again.planned : undefined;
  };
  const executing = await executeOptions(attempt);
  // Most runs find everything as it should be, and need none of it.
  const { execute } = await import('../../cluster/execute/execute.js');
  return (await execute(planned, executing, planAgain)) ?? { overtaken: again };
}

async function executeOptions({ planned, cluster, options, scope }: Attempt): Promise<ExecuteOptions> {
  const { client, discovery, inventoryNamespace } = cluster.session;
  const { application, observed, orphaned } = planned;
  const { plan, run, holds, health, signal, onEvent } = options;
  const awaitsKinds = observed.objects.some(({ awaitsKind }) => awaitsKind);
  return {
    client,
    discovery: awaitsKinds ? await discover(client, signal) : discovery,
    inventoryNamespace,
    operation: operationOf(application, options),
    holdAfter: (hold) => holds.after(application, hold),
    prune: orphaned ? { ...plan.prune, prune: application.prune } : plan.prune,
    conflicts: plan.conflicts,
    ownership: plan.ownership,
    health,
    ...logsOf(cluster, options),
    healthTimeoutMs: run.healthTimeoutMs,
    lockTimeoutMs: run.lockTimeoutMs,
    leaseDurationMs: run.leaseDurationMs,
    signal,
    onEvent: (event) => onEvent({ ...event, ...scope }),
  };
}

/** What the inventory and the history say of the run. */
function operationOf(
  { instance, revision: pinned }: PlannedApplication['application'],
  { run }: SyncClusterOptions,
): ExecuteOptions['operation'] {
  const { action, actor, pipeline } = run;
  const { commit, subject, committed } = pinned ?? run.revision;
  const ignoredWindows = run.ignoredWindows?.get(instance);
  return {
    commit,
    subject,
    committed,
    pinnedBy: pinned && run.revision.commit,
    action,
    actor,
    started: new Date().toISOString(),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(ignoredWindows === undefined ? {} : { ignoredWindows }),
  };
}

function unhealthyOf({ options, scope }: Attempt, { planned, cluster }: Looked) {
  const kept = planned.plan.changes.flatMap((change) => (change.action === 'keep' ? [change] : []));
  const { client, discovery } = cluster.session;
  const { run, health, signal, onEvent } = options;
  return waitForWave(
    kept.map(({ desired }) => desired),
    new Map(kept.map(({ desired, live }) => [identityKey(desired.identity), live])),
    {
      client,
      discovery,
      health,
      ...logsOf(cluster, options),
      healthTimeoutMs: run.healthTimeoutMs,
      signal,
      onEvent: (event) => onEvent({ ...event, ...scope }),
    },
    { applied: new Map(), healthy: new Set() },
  );
}

/** No value of a Secret that Git has for this cluster may be shown. */
function logsOf({ session }: PlannedCluster, { run }: SyncClusterOptions): Pick<ExecuteOptions, 'logs'> {
  if (!run.logs) return {};
  return { logs: { secrets: secretValues(session.target.applications.flatMap(({ objects }) => objects)) } };
}
