import { GitopsError } from '../../errors.js';
import { identityKey, identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { missingFields } from '../objects/contains.js';
import { deleteObject } from '../objects/delete-object.js';
import type { DesiredHook } from '../objects/desired.js';
import type { HookRun } from '../plan/hook-run.js';
import { startUntil } from '../transport/start-until.js';
import { applyChange } from './apply-change.js';
import type { ExecuteOptions, ExecutionState } from './execution.js';
import { releaseHook } from './release-hook.js';
import { thoroughPropagation } from './thorough-propagation.js';

/**
 * Makes the object of a hook, after that of an earlier run is gone, its pods too: no hook runs twice at once.
 * One that an interrupted run left running is taken for this run's.
 *
 * @returns what has to be waited for
 */
export async function startHook(run: HookRun, options: ExecuteOptions, state: ExecutionState): Promise<DesiredHook> {
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
  const change = {
    action: 'create',
    reason: 'new',
    desired,
    manifest: desired.manifest,
    force: true,
    taken: [],
    yielded: [],
  } as const;
  const client = startUntil(options.client, options.signal);
  const { live, warnings } = await applyChange(client, change, options).catch((error: unknown) => {
    if (!client.hasBegun) state.attempted.delete(key);
    throw error;
  });
  state.applied.set(key, live);
  for (const warning of warnings) options.onEvent({ kind: 'warning', message: warning, object: desired.identity });
  return desired;
}

/**
 * Deletes what an earlier run left where the hook's policy, or a run still going on, asks for it. @returns a
 * running object that does for this run
 */
async function clearTheWay(
  run: HookRun,
  options: ExecuteOptions,
  state: ExecutionState,
): Promise<KubeObject | undefined> {
  const { desired, earlier, resumes } = run;
  const key = identityKey(desired.identity);
  // In another phase of this very run it may have been made already.
  const live = state.applied.get(key) ?? (state.deleted.has(key) ? undefined : run.live);
  const replaced = live && desired.deletePolicies.includes('BeforeHookCreation') ? [live] : [];
  for (const object of [...replaced, ...(await runningOf(earlier, options))]) {
    if (resumes && !state.attempted.has(key) && isSameHook(desired, object) && (await isRunning(object, options)))
      return object;
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
  const free = await releaseHook(client, { identity, resource: hook.resource, live });
  if (free) {
    const deletion = await deleteObject(
      client,
      { identity, resource: hook.resource, live: free },
      { propagation: thoroughPropagation(identity), gone: true, signal },
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

/** Of the same manifest but for its name. */
function isSameHook({ manifest: { metadata: _, ...manifest } }: DesiredHook, live: KubeObject): boolean {
  return missingFields(manifest, live).length === 0;
}
