import type { Hold, Revision, StoredInventory } from '../cluster/inventory/inventory.js';
import { inventoryName } from '../cluster/inventory/name.js';
import { GitopsError } from '../errors.js';
import { holdKey } from './held-applications.js';
import { type LoadedRevision, loadRevision } from './load-revision.js';
import type { ClusterVerbOptions, RunOptions } from './options.js';
import type { SyncResult } from './results.js';
import { syncLoaded } from './sync.js';
import { withSessions } from './with-sessions.js';

export interface RollbackOptions extends Omit<ClusterVerbOptions, 'revision' | 'worktree'>, RunOptions {
  /** A revision whose content was synced before. Default: the last one with success that differs from what is there now. */
  readonly to?: string;
  /** Roll back although a sync window forbids it; told as a warning. Default: false. */
  readonly ignoreWindows?: boolean;
}

/**
 * Goes back to a synced revision, and holds it: the bad commit, older ones and the same content are refused from then on, until something newer is committed
 * or a sync resumes. Deletes what the bad revision added.
 *
 * @throws GitopsError WORKFLOW_NOT_SYNCED when an Argo Application has no such revision in its history, or they have no common one
 */
export async function rollback(options: RollbackOptions): Promise<SyncResult> {
  const { to, ...common } = options;
  const head = await loadRevision({ ...common, revision: to, allowDirty: true });
  const histories = await readHistories(head, options);
  const commit = to === undefined ? commonCommit(histories.map(lastGood)) : assertSynced(head, histories);
  const loaded = to === undefined ? await loadRevision({ ...common, revision: commit, allowDirty: true }) : head;
  const holds = new Map(
    histories.flatMap(({ cluster, instance, inventory }) =>
      holdOf(inventory, commit, options).map((hold) => [holdKey(cluster, instance), hold] as const),
    ),
  );
  // What an older revision lacks has not left Git.
  return { ...(await syncLoaded(loaded, { ...options, prune: true }, holds)), orphaned: [] };
}

interface ApplicationPast {
  readonly name: string;
  readonly instance: string;
  readonly cluster: string;
  readonly inventory?: StoredInventory;
  /** Of the revision that was loaded. */
  readonly content: string;
}

function readHistories(loaded: LoadedRevision, options: RollbackOptions): Promise<readonly ApplicationPast[]> {
  return withSessions(loaded, options, async (sessions) =>
    sessions.flatMap(({ client, target, inventories }) =>
      target.applications.map(({ name, instance, content }) => ({
        name,
        instance,
        content,
        cluster: client.cluster,
        inventory: inventories.get(inventoryName(instance)),
      })),
    ),
  );
}

/** The last revision that was synced with success and differs from what is there now; never what an earlier rollback left. */
function lastGood({ name, inventory }: ApplicationPast): { readonly name: string; readonly to: Revision } {
  const [current] = inventory?.history ?? [];
  const found = goodOnes(inventory).find(({ content }) => content !== current?.content && content !== inventory?.hold?.content);
  if (found) return { name, to: found };
  throw notSynced(`'${name}' has no earlier synced revision to go back to`, inventory);
}

/** @returns the commit of the loaded revision, when every application had its content before */
function assertSynced({ revision }: LoadedRevision, pasts: readonly ApplicationPast[]): string {
  const missing = pasts.filter(
    ({ inventory, content }) => !goodOnes(inventory).some((good) => good.commit === revision.commit || good.content === content),
  );
  GitopsError.throwAll(missing.map(({ name, inventory }) => notSynced(`'${name}' was never synced at '${revision.shortId}'`, inventory)));
  return revision.commit;
}

function commonCommit(goals: readonly { readonly name: string; readonly to: Revision }[]): string {
  const commits = [...new Set(goals.map(({ to }) => to.commit))];
  if (commits.length === 1) return commits[0]!;
  const list = goals.map(({ name, to }) => `${name} to ${to.commit.slice(0, 7)}`).join(', ');
  throw new GitopsError('WORKFLOW_NOT_SYNCED', `the selected Argo Applications would go back to different revisions: ${list}`, {
    hint: 'Name the revision with --to, or roll them back one by one.',
  });
}

/** What has to be kept away: the last revision that a sync tried. */
function holdOf(inventory: StoredInventory | undefined, to: string, { actor = 'unknown' }: RollbackOptions): readonly Hold[] {
  const bad = inventory?.history.find(({ action }) => action === 'sync');
  if (!bad || bad.commit === to) return inventory?.hold ? [{ ...inventory.hold, to }] : [];
  const { commit, committed, content } = bad;
  return [{ commit, ...(committed === undefined ? {} : { committed }), content, to, since: new Date().toISOString(), actor }];
}

function goodOnes(inventory: StoredInventory | undefined): readonly Revision[] {
  return (inventory?.history ?? []).filter(({ result, commit }) => result === 'synced' && commit !== 'worktree');
}

function notSynced(message: string, inventory: StoredInventory | undefined): GitopsError {
  const known = [...new Set(goodOnes(inventory).map(({ commit }) => commit.slice(0, 7)))].join(', ') || 'none';
  return new GitopsError('WORKFLOW_NOT_SYNCED', message, { hint: `Synced revisions: ${known}. See gitops history.` });
}
