import { GitopsError } from '../../errors.js';
import { identityKey, identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { memberOf } from '../objects/applyset.js';
import { deleteObject } from '../objects/delete-object.js';
import type { DesiredHook } from '../objects/desired.js';
import { isSameHook } from '../objects/same-hook.js';
import type { ApplyChange } from '../plan/change.js';
import type { HookRun } from '../plan/hook-run.js';
import { startUntil } from '../transport/start-until.js';
import { applyChange } from './apply-change.js';
import type { ExecuteOptions, ExecutionState, LockedOptions } from './execution.js';
import { isOthers } from './is-others.js';
import { releaseHook } from './release-hook.js';
import { thoroughPropagation } from './thorough-propagation.js';

/**
 * Makes the object of a hook, after that of an earlier run is gone, its pods too: no hook runs twice at once.
 * One that an interrupted run left running is taken for this run's.
 *
 * @returns what has to be waited for
 */
export async function startHook(run: HookRun, options: LockedOptions, state: ExecutionState): Promise<DesiredHook> {
  options.signal.throwIfAborted();
  const { desired } = run;
  const key = identityKey(desired.identity);
  const running = await clearTheWay(run, options, state);
  if (running) {
    const hook = { ...desired, identity: identityOf(running) };
    const runningKey = identityKey(hook.identity);
    state.healthy.delete(runningKey);
    state.attempted.add(runningKey);
    state.applied.set(runningKey, running);
    options.onEvent({
      kind: 'warning',
      message: 'an interrupted run left this hook running: it is waited for',
      object: hook.identity,
    });
    return hook;
  }
  state.healthy.delete(key);
  state.attempted.add(key);
  const client = startUntil(options.client, options.signal);
  const { live, warnings } = await applyChange(client, changeOf(run, state), options).catch((error: unknown) => {
    if (!client.hasBegun || isOthers(error)) state.attempted.delete(key);
    throw error;
  });
  state.applied.set(key, live);
  for (const warning of warnings) options.onEvent({ kind: 'warning', message: warning, object: desired.identity });
  return desired;
}

function changeOf({ desired, live }: HookRun, state: ExecutionState): ApplyChange {
  const apply = { desired, manifest: desired.manifest, force: true, taken: [], yielded: [] };
  const left = liveOf({ desired, live }, state);
  return left
    ? { action: 'update', reason: 'interrupted before', live: left, ...apply }
    : { action: 'create', reason: 'new', ...apply };
}

/** What exists under its name now: in another phase of this very run it may have been made already. */
function liveOf({ desired, live }: Pick<HookRun, 'desired' | 'live'>, state: ExecutionState): KubeObject | undefined {
  const key = identityKey(desired.identity);
  return state.applied.get(key) ?? (state.deleted.has(key) ? undefined : live);
}

/**
 * Deletes what an earlier run left where the plan, or a run still going on, asks for it. @returns a running
 * object that does for this run
 */
async function clearTheWay(
  run: HookRun,
  options: LockedOptions,
  state: ExecutionState,
): Promise<KubeObject | undefined> {
  const { desired, earlier, resumes } = run;
  const key = identityKey(desired.identity);
  const live = liveOf(run, state);
  if (live) {
    const found = await options.judge(desired, live, { adopt: true });
    if (GitopsError.is(found)) throw found;
  }
  // What this very run made in another phase is of the same manifest.
  const isReplaced = state.applied.has(key) ? desired.deletePolicies.includes('BeforeHookCreation') : run.replaces;
  const replaced = live && isReplaced ? [live] : [];
  for (const object of [...replaced, ...(await runningOf(earlier, options))]) {
    const isSame = object === live || isSameHook(desired, object);
    if (resumes && !state.attempted.has(key) && isSame && (await isRunning(object, options))) return object;
    await remove(desired, object, options, state);
  }
  return undefined;
}

async function remove(
  hook: DesiredHook,
  live: KubeObject,
  options: ExecuteOptions,
  state: ExecutionState,
): Promise<void> {
  const { client, signal } = options;
  const identity = identityOf(live);
  const guard = (current: KubeObject) =>
    memberOf(current) === memberOf(live) ? undefined : 'released, or taken over by somebody else';
  const free = await releaseHook(client, { identity, resource: hook.resource, live });
  if (free) {
    const deletion = await deleteObject(
      client,
      { identity, resource: hook.resource, live: free },
      { propagation: thoroughPropagation(identity), gone: true, guard, signal },
    );
    if (deletion.status === 'refused') {
      throw new GitopsError(
        'CLUSTER_TERMINATING',
        `'${identity.name}' was ${deletion.reason} while it was deleted for a hook`,
        {
          hint: 'Sync again.',
        },
      );
    }
  }
  state.deleted.add(identityKey(identity));
  state.applied.delete(identityKey(identity));
}

async function runningOf(objects: readonly KubeObject[], options: ExecuteOptions): Promise<readonly KubeObject[]> {
  const running = await Promise.all(objects.map((object) => isRunning(object, options)));
  return objects.filter((_, index) => running[index]);
}

async function isRunning(live: KubeObject, { health }: ExecuteOptions): Promise<boolean> {
  if (live.metadata.deletionTimestamp) return false;
  const [verdict] = await health.judge([live]);
  return verdict?.status === 'Progressing' || verdict?.status === 'Suspended';
}
