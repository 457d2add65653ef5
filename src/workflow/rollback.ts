import type { Hold, Revision, StoredInventory } from '../cluster/inventory/inventory.js';
import { inventoryName } from '../cluster/inventory/name.js';
import { GitopsError } from '../errors.js';
import type { ClusterVerbOptions, RunOptions } from './api/options.js';
import { problemSummary, type RevertResult, type SkippedApplication, type SyncResult } from './api/results.js';
import { assertPermittedAtHead } from './assert-permitted-at-head.js';
import { commitRevert } from './delivery/commit-revert.js';
import { holdKey } from './delivery/held-applications.js';
import { type PreparedRevert, prepareRevert } from './delivery/prepare-revert.js';
import { isSameContent } from './desired/content.js';
import { type LoadedRevision, loadRevision } from './desired/load-revision.js';
import { withSessions } from './planning/with-sessions.js';
import type { RecordedSources } from './sources/recorded-sources.js';
import { syncLoaded } from './sync.js';

export interface RollbackOptions extends Omit<ClusterVerbOptions, 'revision' | 'worktree'>, RunOptions {
  /**
   * A revision whose content was synced before. Default: the last one with success that differs from what is
   * there now.
   */
  readonly to?: string;
  /**
   * Also commit the files of the Argo Applications as they were then, on the current branch. Pushes nothing.
   * Default: false.
   */
  readonly commit?: boolean;
  /** Roll back although a sync window forbids it. It is reported as a warning. Default: false. */
  readonly ignoreWindows?: boolean;
}

/**
 * Goes back to a synced revision, and holds it: the bad commit, older ones and the same content are refused
 * until something newer is committed or a sync resumes. It deletes objects that the bad revision added.
 *
 * Sources outside of the repository have the revisions of that time, from the history.
 *
 * Of several Argo Applications, those without an earlier synced revision stay as they are and are reported as
 * skipped. A revert commit is proved before anything is changed, and made when the clusters are back.
 *
 * @throws GitopsError WORKFLOW_NOT_SYNCED when no Argo Application has such a revision in its history, one
 * lacks the named one, or they have no common one; what `prepareRevert` throws
 */
export async function rollback(options: RollbackOptions): Promise<SyncResult> {
  const { to, commit: commits = false, ...common } = options;
  const head = await loadRevision({ ...common, purpose: 'write', revision: to, allowDirty: true });
  const all = await readHistories(head, options);
  const past = to === undefined ? withGoals(all) : { histories: all, commit: assertSynced(head, all), skipped: [] };
  const { histories, commit, skipped } = past;
  const recorded = recordedSources(histories, commit);
  const isAnew = to === undefined || recorded.size > 0;
  const loaded = only(
    isAnew ? await loadRevision({ ...common, purpose: 'write', revision: commit, allowDirty: true, recorded }) : head,
    histories,
  );
  const lacking = notIn(loaded, histories);
  tellOthers(loaded, histories, options);
  const windows = await assertPermittedAtHead(histories, common);
  const applications = [...new Set(histories.map(({ name }) => name))];
  const revert = commits ? await prepareRevert(head.git, { ...common, applications, to: loaded.revision }) : undefined;
  const holds = new Map(
    histories.flatMap(({ cluster, instance, inventory }) =>
      holdOf(inventory, commit, options).map((hold) => [holdKey(cluster, instance), hold] as const),
    ),
  );
  // What an older revision lacks has not left Git.
  const result = { ...(await syncLoaded(loaded, { ...options, prune: true }, holds, windows)), orphaned: [] };
  const reverted = revert ? { revert: await revertOf(revert, result, options.signal) } : {};
  return { ...result, skipped: [...result.skipped, ...skipped, ...lacking], ...reverted };
}

/**
 * The commit is made when the clusters hold what it says, healthy or not; why it is not made is part of the
 * result, because the clusters are back.
 */
async function revertOf(
  revert: PreparedRevert,
  { outcome }: SyncResult,
  signal: AbortSignal | undefined,
): Promise<RevertResult> {
  if (outcome === 'failed' || outcome === 'interrupted' || outcome === 'blocked')
    return { paths: [], reason: `the rollback is ${outcome}` };
  try {
    return await commitRevert(revert, signal);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return { paths: [], reason: error.message, problem: problemSummary(error) };
  }
}

interface Goal {
  readonly histories: readonly ApplicationPast[];
  readonly commit: string;
  readonly skipped: readonly SkippedApplication[];
}

/** Those that have a revision to go back to, and where that is. */
function withGoals(all: readonly ApplicationPast[]): Goal {
  const goals = all.map((past) => ({ past, to: lastGood(past) }));
  const able = goals.flatMap(({ past, to }) => (to ? [{ past, to }] : []));
  const unable = goals.filter(({ to }) => !to).map(({ past }) => past);
  if (able.length === 0)
    GitopsError.throwAll(
      unable.map(
        ({ name, inventory, broken }) =>
          broken ?? notSynced(`'${name}' has no earlier synced revision to go back to`, inventory),
      ),
    );
  return {
    histories: able.map(({ past }) => past),
    commit: commonCommit(able.map(({ past, to }) => ({ name: past.name, to }))),
    skipped: unable.map(({ name, cluster, broken }) => ({
      application: name,
      reason: broken?.message ?? `it has no earlier synced revision in '${cluster}'`,
    })),
  };
}

/** The run at a commit to which an Argo Application goes back. */
function syncedAt({ inventory }: ApplicationPast, commit: string): Revision | undefined {
  return goodOnes(inventory).find((good) => good.commit === commit);
}

function recordedSources(histories: readonly ApplicationPast[], commit: string): RecordedSources {
  return new Map(
    histories.flatMap((past) => {
      const sources = syncedAt(past, commit)?.sources;
      return sources === undefined ? [] : [[past.instance, sources] as const];
    }),
  );
}

/** What the history does not pin may make it something else than what was synced. */
function tellOthers(
  { targets, revision }: LoadedRevision,
  histories: readonly ApplicationPast[],
  { onEvent }: RollbackOptions,
): void {
  for (const { secret, applications } of targets) {
    for (const { name, instance, content } of applications) {
      const past = histories.find((one) => one.instance === instance && one.cluster === secret.name);
      const good = past && syncedAt(past, revision.commit);
      if (good === undefined || good.content === content) continue;
      const message = `'${name}' renders differently at ${revision.shortId} than when it was synced: something that no commit fixes and no history records has changed`;
      onEvent?.({ kind: 'warning', message, application: name, cluster: secret.name });
    }
  }
}

/** Those of which the older revision has nothing, and does not say why. */
function notIn(
  { targets, skipped, revision }: LoadedRevision,
  histories: readonly ApplicationPast[],
): readonly SkippedApplication[] {
  const isThere = ({ instance, cluster }: ApplicationPast) =>
    targets.some(
      ({ secret, applications }) => secret.name === cluster && applications.some((one) => one.instance === instance),
    );
  return histories
    .filter((past) => !isThere(past) && !skipped.some(({ application }) => application === past.name))
    .map(({ name, cluster }) => ({
      application: name,
      reason: `revision ${revision.shortId} does not have it in '${cluster}'`,
    }));
}

/** Nothing of the others is looked at, let alone changed. */
function only(loaded: LoadedRevision, histories: readonly ApplicationPast[]): LoadedRevision {
  const targets = loaded.targets.map((target) => ({
    ...target,
    applications: target.applications.filter(({ instance }) =>
      histories.some((past) => past.instance === instance && past.cluster === target.secret.name),
    ),
  }));
  return { ...loaded, targets: targets.filter(({ applications }) => applications.length > 0) };
}

interface ApplicationPast {
  readonly name: string;
  readonly instance: string;
  readonly cluster: string;
  readonly inventory?: StoredInventory;
  /** Why its history is unknown. */
  readonly broken?: GitopsError;
  /** Of the revision that was loaded. */
  readonly content: string;
}

function readHistories(loaded: LoadedRevision, options: RollbackOptions): Promise<readonly ApplicationPast[]> {
  return withSessions(loaded, options, async (sessions) =>
    sessions.flatMap(({ client, target, inventories, broken }) =>
      target.applications.map(({ name, instance, content }) => ({
        name,
        instance,
        content,
        cluster: client.cluster,
        inventory: inventories.get(inventoryName(instance)),
        broken: broken.get(inventoryName(instance))?.error,
      })),
    ),
  );
}

/**
 * The last revision that was synced with success and differs from what is there now; never what an earlier
 * rollback left.
 */
function lastGood({ inventory }: ApplicationPast): Revision | undefined {
  const [current] = inventory?.history ?? [];
  return goodOnes(inventory).find(
    ({ commit, content }) =>
      commit !== current?.commit &&
      !isSameContent(content, current?.content) &&
      !isSameContent(content, inventory?.hold?.content),
  );
}

/** @returns the commit of the loaded revision, when every application had its content before */
function assertSynced({ revision }: LoadedRevision, pasts: readonly ApplicationPast[]): string {
  const missing = pasts.filter(
    ({ inventory, content }) =>
      !goodOnes(inventory).some((good) => good.commit === revision.commit || isSameContent(good.content, content)),
  );
  GitopsError.throwAll(
    missing.map(
      ({ name, inventory, broken }) =>
        broken ?? notSynced(`'${name}' was never synced at '${revision.shortId}'`, inventory),
    ),
  );
  return revision.commit;
}

function commonCommit(goals: readonly { readonly name: string; readonly to: Revision }[]): string {
  const commits = [...new Set(goals.map(({ to }) => to.commit))];
  if (commits.length === 1) return commits[0]!;
  const list = goals.map(({ name, to }) => `${name} to ${to.commit.slice(0, 7)}`).join(', ');
  throw new GitopsError(
    'WORKFLOW_NOT_SYNCED',
    `the selected Argo Applications would go back to different revisions: ${list}`,
    {
      hint: 'Name the revision with --to, or roll them back one by one.',
    },
  );
}

/** What has to be kept away: the last revision that a sync tried. */
function holdOf(
  inventory: StoredInventory | undefined,
  to: string,
  { actor = 'unknown' }: RollbackOptions,
): readonly Hold[] {
  const bad = inventory?.history.find(({ action }) => action === 'sync');
  if (!bad || bad.commit === to) return inventory?.hold ? [{ ...inventory.hold, to }] : [];
  const { commit, committed, content } = bad;
  return [{ commit, committed, content, to, since: new Date().toISOString(), actor }];
}

function goodOnes(inventory: StoredInventory | undefined): readonly Revision[] {
  return (inventory?.history ?? []).filter(
    ({ result, commit, action }) => result === 'synced' && action !== 'delete' && commit !== 'worktree',
  );
}

function notSynced(message: string, inventory: StoredInventory | undefined): GitopsError {
  const known = [...new Set(goodOnes(inventory).map(({ commit }) => commit.slice(0, 7)))].join(', ') || 'none';
  return new GitopsError('WORKFLOW_NOT_SYNCED', message, { hint: `Synced revisions: ${known}. See gitops history.` });
}
