import { GitopsError } from '../errors.js';
import type { ApplicationDeletion, Cascade, DeleteResult } from './api/delete-result.js';
import {
  type ClusterVerbOptions,
  DEFAULT_LOCK_TIMEOUT_MS,
  DEFAULT_TIMEOUT_MS,
  type RunOptions,
} from './api/options.js';
import { worstOutcome } from './api/outcomes.js';
import { API_VERSION, problemSummary } from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { type KnownCluster, type KnownClusters, loadClusters } from './clusters/load-clusters.js';
import { type DeleteClusterOptions, deleteFromCluster } from './delivery/delete-from-cluster.js';
import { type PlannedDeletion, planDeletion } from './planning/plan-deletion.js';
import { type BrokenDeletion, type DeletionSelection, selectDeletion } from './planning/select-deletion.js';
import { withSessions } from './planning/with-sessions.js';
import { matches, skipped } from './verdicts/selection.js';

export interface DeleteOptions extends ClusterVerbOptions, RunOptions {
  /** Default: `background`, or what the Argo Application's `PrunePropagationPolicy` says. */
  readonly cascade?: Cascade;
  /** Namespaces, CustomResourceDefinitions and volumes too. Default: false. */
  readonly pruneProtected?: boolean;
  /** What asks for a confirmation (`Prune=confirm`, `Delete=confirm`) goes too. Default: false. */
  readonly confirmPrune?: boolean;
  /** What other repositories synced, too. Default: false, and naming such a one is an error. */
  readonly anyRepository?: boolean;
  /** Show what would go, and change nothing. Default: false. */
  readonly dryRun?: boolean;
  /** Asked with what is about to go; nothing happens when the answer is false. Default: agreed. */
  readonly confirm?: (preview: DeleteResult) => Promise<boolean>;
}

/**
 * Deletes from clusters what was synced to them: a plan of nothing, behind the same guards as pruning, the
 * last wave first, then the inventory with its history. PreDelete and PostDelete hooks are those that Git
 * has. What is deleted is known from the inventories, so that it works also for what left Git, and in
 * clusters that left Git.
 *
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED when neither Git nor a cluster has what was named,
 * CLUSTER_INVENTORY_FOREIGN, and what opening and planning throw; nothing was changed then
 */
export async function deleteApplications(options: DeleteOptions): Promise<DeleteResult> {
  const started = Date.now();
  const known = await loadClusters(
    options,
    options.clusters,
    (application, cluster) => options.cascade !== 'orphan' && matches(application, cluster, options),
  );
  const targets = clustersOf(known, options).map(({ secret, applications }) => ({
    secret,
    applications: [],
    inGit: new Set(applications.keys()),
    ownRepositories: known.ownRepositories,
  }));
  return withSessions({ targets }, options, async (sessions) => {
    const { selected, skipped: left, broken } = selectDeletion(sessions, known, options);
    const stopped = broken.map(stoppedDeletion);
    const result = (applications: readonly ApplicationDeletion[], dryRun: boolean): DeleteResult => ({
      apiVersion: API_VERSION,
      kind: 'DeleteResult',
      revision: known.revision,
      cascade: options.cascade ?? 'background',
      dryRun,
      outcome: worstOutcome(applications, 'deleted'),
      applications,
      skipped: left,
      clusters: sessions.map(({ client }) => ({ cluster: client.cluster, ...client.statistics })),
      seconds: (Date.now() - started) / 1000,
    });
    const run = runOptions(options, known);
    const planned = await planAll(selected, options);
    const going = planned.flatMap(({ preview: applications }) => applications);
    const preview = result([...going, ...stopped], true);
    if (options.dryRun || going.length === 0 || (options.confirm && !(await options.confirm(preview)))) return preview;
    const done = await Promise.all(planned.map((one) => deleteFromCluster(one, run)));
    return result([...done.flat(), ...stopped], false);
  });
}

/**
 * The result for a broken inventory: nothing is deleted, because it is not known what it owns. The other
 * deletions continue.
 */
function stoppedDeletion({ inventory, cluster, application }: BrokenDeletion): ApplicationDeletion {
  const { error } = inventory;
  return {
    application: inventory.application,
    cluster,
    outcome: 'failed',
    message: error.message,
    inGit: application !== undefined && skipped(application, 'write') === undefined,
    objects: [],
    done: 0,
    refused: [],
    terminating: [],
    errors: [problemSummary(error)],
  };
}

/** Those that were named; those of the Argo Applications that were named; all, when a name is not in Git. */
function clustersOf({ clusters }: KnownClusters, options: DeleteOptions): readonly KnownCluster[] {
  if (options.clusters) return clusters.filter(({ secret }) => options.clusters?.includes(secret.name));
  const { applications = [], environments = [] } = options;
  const matching = clusters.map((cluster) => ({ cluster, names: namesIn(cluster) }));
  const wanted = [...applications, ...environments];
  const isKnown = (name: string) => matching.some(({ names }) => names.has(name));
  if (wanted.length === 0 || !wanted.every(isKnown)) return clusters;
  return matching.filter(({ names }) => wanted.some((name) => names.has(name))).map(({ cluster }) => cluster);
}

function namesIn({ applications }: KnownCluster): ReadonlySet<string> {
  return new Set(
    [...applications.values()].flatMap(({ metadata }) => [metadata.name, ...Object.values(metadata.labels ?? {})]),
  );
}

async function planAll(
  selected: readonly { readonly session: ClusterSession; readonly chosen: readonly DeletionSelection[] }[],
  options: DeleteOptions,
): Promise<readonly PlannedDeletion[]> {
  const planned = await Promise.all(selected.map(({ session, chosen }) => planDeletion(session, chosen, options)));
  GitopsError.throwAll(planned.flatMap(({ cluster }) => cluster.problems.map(({ problem }) => problem)));
  return planned;
}

function runOptions(options: DeleteOptions, { revision, healthOverrides }: KnownClusters): DeleteClusterOptions {
  const { cascade, actor = 'unknown', pipeline, leaseDurationMs, healthRules } = options;
  return {
    revision,
    actor,
    plan: options,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    lockTimeoutMs: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    signal: options.signal ?? new AbortController().signal,
    onEvent: options.onEvent ?? (() => {}),
    cascade,
    pipeline,
    healthRules,
    healthOverrides: cascade === 'orphan' ? {} : healthOverrides(),
    leaseDurationMs,
  };
}
