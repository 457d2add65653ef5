import type { Inventory, Revision } from '../../cluster/inventory/inventory.js';
import { GitopsError } from '../../errors.js';
import type { SyncListener } from '../api/events.js';
import { isSameContent } from '../desired/content.js';
import type { LoadedRevision } from '../desired/load-revision.js';
import type { RefuseRevision } from '../planning/planned-cluster.js';
import { isHeld } from './held.js';
import { type Age, type Ancestry, judgeAge } from './judge-age.js';

export interface RefuseOlderOptions {
  /** Default: false. */
  readonly allowOlder?: boolean;
  readonly resume?: boolean;
  readonly onEvent?: SyncListener;
}

/**
 * Refuses a revision that is older than what an Argo Application was synced to last, and has other content.
 * What a hold of a rollback forbids is left to that. Asked again under the lock, with the inventory of then.
 */
export function refuseOlder(
  { revision, git }: Pick<LoadedRevision, 'revision' | 'git'>,
  { allowOlder = false, resume = false, onEvent }: RefuseOlderOptions,
): RefuseRevision {
  const clone = remembering(git);
  const told = new Set<string>();
  return async ({ name, content, revision: pinned }, inventory, cluster) => {
    const applied = lastApplied(inventory);
    if (!applied || isSameContent(content, applied.content)) return undefined;
    const held = { ...(pinned ?? revision), content };
    if (!resume && (await isHeld(inventory?.hold, held, clone.isAncestor))) return undefined;
    const age = await judgeAge(revision, datedOf(applied), clone);
    const isOlder = age === 'older' || age === 'dated before';
    if (isOlder && !allowOlder) return olderRevision(name, revision, applied, age);
    const message = isOlder || age === 'apart' ? noteOf(age, name, revision, applied) : undefined;
    if (message && !told.has(`${cluster}/${name}`)) onEvent?.({ kind: 'warning', message, application: name, cluster });
    told.add(`${cluster}/${name}`);
    return undefined;
  };
}

/** The last run that applied everything, healthy or not. */
function lastApplied(inventory: Pick<Inventory, 'history'> | undefined): Revision | undefined {
  return inventory?.history.find(
    ({ action, result }) => action !== 'delete' && (result === 'synced' || result === 'unhealthy'),
  );
}

/** Of a pinned one the commit that pinned it counts: Git may pin an older one on purpose. */
function datedOf({ commit, committed, pinnedBy }: Revision): Parameters<typeof judgeAge>[1] {
  return pinnedBy === undefined ? { commit, committed } : { commit: pinnedBy };
}

function olderRevision(
  name: string,
  { shortId, commit, committed }: LoadedRevision['revision'],
  applied: Revision,
  age: Age,
): GitopsError {
  const newer = datedOf(applied);
  const known =
    age === 'older'
      ? `which is newer than '${shortId}'`
      : `committed at ${newer.committed}, after '${shortId}' (${committed}); this clone does not have it`;
  const fetch = age === 'older' ? '' : ' Fetch it, so that the history decides and not the dates.';
  return new GitopsError('WORKFLOW_OLDER_REVISION', `'${name}' was synced at '${short(newer.commit)}', ${known}`, {
    hint: `Sync the newer one.${fetch} To go back, use gitops rollback, or sync with --allow-older.`,
    data: { revision: commit, synced: newer.commit },
  });
}

function noteOf(age: Age, name: string, { shortId }: LoadedRevision['revision'], applied: Revision): string {
  const synced = `'${name}' was synced at ${short(datedOf(applied).commit)}`;
  return age === 'apart'
    ? `${synced}, which is not in the history of ${shortId}: that is another branch, or its history was rewritten`
    : `${synced}, and the older ${shortId} replaces it`;
}

function short(commit: string): string {
  return commit.slice(0, 7);
}

/** Many Argo Applications ask the same. */
function remembering(git: LoadedRevision['git']): Ancestry {
  const answers = new Map<string, Promise<boolean>>();
  const once = (key: string, ask: () => Promise<boolean>) => {
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  };
  return {
    isAncestor: (older, newer) => once(`${older} ${newer}`, () => git.isAncestor(older, newer)),
    isShallow: () => once('shallow', async () => (await git.describeClone()).isShallow),
  };
}
