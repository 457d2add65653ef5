import { optionIn } from '../../argocd/sync/sync-options.js';
import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import { identityOfEntry } from '../inventory/identity-of-entry.js';
import { memberOf } from '../objects/applyset.js';
import { deleteObject, type Propagation } from '../objects/delete-object.js';
import type { DeleteChange } from '../plan/change.js';
import { type GuardContext, guardDeletion } from '../plan/prune-guards.js';
import { startUntil } from '../transport/start-until.js';
import type { ExecuteOptions, ExecutionState } from './execution.js';
import { noteError } from './note-error.js';
import { thoroughPropagation } from './thorough-propagation.js';
import type { LeavingObject } from './wait-until-gone.js';

const PROPAGATION: Readonly<Record<string, Propagation>> = {
  foreground: 'Foreground',
  background: 'Background',
  orphan: 'Orphan',
};

export interface PruneContext extends GuardContext {
  readonly setId: string;
  /**
   * False when the sync continues after this step. The dependents of an object are then deleted before it.
   */
  readonly isLast: boolean;
}

/**
 * Deletes the objects of one step at once. Each deletion holds only for the very object that was observed.
 * An object that changed meanwhile passes the guards again first.
 *
 * @returns the objects that are still being deleted
 */
export async function pruneStep(
  changes: readonly DeleteChange[],
  options: ExecuteOptions,
  context: PruneContext,
  state: ExecutionState,
): Promise<readonly LeavingObject[]> {
  const option = PROPAGATION[optionIn(context.application.syncOptions, 'PrunePropagationPolicy') ?? ''];
  const propagationOf = (change: DeleteChange) =>
    option ?? (context.isLast ? 'Background' : thoroughPropagation(change.entry));
  const results = await Promise.allSettled(
    changes.map((change) => pruneOne(change, propagationOf(change), options, context, state)),
  );
  const leaving: LeavingObject[] = [];
  for (const result of results) {
    if (result.status === 'fulfilled') {
      leaving.push(...result.value);
      continue;
    }
    if (!GitopsError.is(result.reason) && !options.signal.aborted) throw result.reason;
    if (GitopsError.is(result.reason)) noteError(state, result.reason);
  }
  options.signal.throwIfAborted();
  return leaving;
}

async function pruneOne(
  change: DeleteChange,
  propagation: Propagation,
  options: ExecuteOptions,
  context: PruneContext,
  state: ExecutionState,
): Promise<readonly LeavingObject[]> {
  options.signal.throwIfAborted();
  const object = identityOfEntry(change.entry);
  const target = { identity: object, resource: change.resource, live: change.live };
  const deletion = await deleteObject(startUntil(options.client, options.signal), target, {
    propagation,
    guard: (live) =>
      memberOf(live) === context.setId
        ? guardDeletion(change.entry, live, context)?.reason
        : 'it no longer carries our label',
  });
  if (deletion.status === 'refused') {
    state.refused.push({ object, reason: deletion.reason });
    options.onEvent({ kind: 'done', action: 'refused', object, message: deletion.reason });
    return [];
  }
  if (deletion.status !== 'terminating') state.deleted.add(identityKey(object));
  if (deletion.status === 'absent') return [];
  state.counts.deleted += 1;
  const message = deletion.status === 'terminating' ? 'marked for deletion: it has finalizers' : undefined;
  options.onEvent({ kind: 'done', action: 'deleted', object, message });
  return deletion.status === 'terminating'
    ? [{ identity: object, resource: change.resource, uid: change.live.metadata.uid ?? '' }]
    : [];
}
