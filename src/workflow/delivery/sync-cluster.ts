import { LABEL } from '../../argocd/labels.js';
import { rememberCluster } from '../../cluster/inventory/remember-cluster.js';
import { GitopsError } from '../../errors.js';
import { groupBy } from '../../manifest/group-by.js';
import type { SyncListener } from '../api/events.js';
import { goesOn } from '../api/outcomes.js';
import { type ApplicationResult, problemSummary } from '../api/results.js';
import type { PlannedApplication, PlannedCluster } from '../planning/planned-cluster.js';
import { replan } from '../planning/replan.js';
import { emptyResult } from './empty-result.js';
import { needOf } from './need-of.js';
import { retrying } from './retry.js';
import { syncApplication } from './sync-application.js';
import type { SyncClusterOptions } from './sync-cluster-options.js';

/**
 * Syncs the planned Argo Applications of a cluster. Environments are synced in parallel. Within an
 * environment, the applications of a wave are synced together, and the next wave begins when all of them are
 * healthy.
 */
export async function syncCluster(
  cluster: PlannedCluster,
  options: SyncClusterOptions,
): Promise<readonly ApplicationResult[]> {
  const { client, inventoryNamespace, uid, record } = cluster.session;
  const needs = await Promise.all(cluster.planned.map((planned) => needOf(planned, options)));
  if (needs.includes('work')) await rememberCluster(client, inventoryNamespace, uid, record);
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
    blocker ??= done.find(({ outcome }) => !goesOn(outcome));
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
  const { run, signal } = options;
  if (options.approve) return syncApplication(planned, cluster, options);
  const retry = { policy: application.retry, limit: run.retryLimit, timeoutMs: run.healthTimeoutMs };
  return retrying({ ...retry, signal, onEvent: options.onEvent }, async (attempt, onEvent) => {
    if (attempt === 1) return syncApplication(planned, cluster, { ...options, onEvent });
    try {
      const again = await replan(cluster, application.instance, options.plan, signal);
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
  const { message } = error;
  const outcome = error.code === 'INTERRUPTED' ? 'interrupted' : 'failed';
  const errors = outcome === 'failed' ? GitopsError.each(error).map(problemSummary) : [];
  onEvent({ kind: 'finished', outcome, message, seconds: 0, ...scope });
  return { ...emptyResult(scope), outcome, message, errors };
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
