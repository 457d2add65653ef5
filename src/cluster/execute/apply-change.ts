import { setTimeout as pause } from 'node:timers/promises';
import { GitopsError } from '../../errors.js';
import { type AppliedObject, applyObject } from '../objects/apply-object.js';
import { type ConflictPolicy, conflictsOf } from '../objects/conflicts.js';
import { deleteObject } from '../objects/delete-object.js';
import type { ApplyChange } from '../observe/change.js';
import { explain, rehearse } from '../observe/rehearse.js';
import type { KubeClient } from '../transport/client.js';

export interface ApplyChangeOptions {
  readonly conflicts: ConflictPolicy;
  /** Stops before the next request, never in the middle of one. */
  readonly signal: AbortSignal;
}

/** How long an object may wait for what it needs and was just created: its kind to be served, its namespace to be seen, its webhook to listen. */
const PATIENCE_MS = 20_000;

/**
 * Executes one change of a plan.
 *
 * @throws GitopsError as `rehearse`, when the cluster changed its mind since the rehearsal
 */
export async function applyChange(client: KubeClient, change: ApplyChange, options: ApplyChangeOptions): Promise<AppliedObject> {
  if (change.action === 'recreate')
    await deleteObject(client, { ...change.desired, live: change.live }, { propagation: 'Background', gone: true, signal: options.signal });
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    options.signal.throwIfAborted();
    try {
      return await applyOnce(client, change, options);
    } catch (error) {
      if (!comesSoon(error, change) || Date.now() > deadline) throw explain(error, change.desired);
      await pause(Math.min(100 * 2 ** attempt, 2_000), undefined, { signal: options.signal });
    }
  }
}

async function applyOnce(client: KubeClient, change: ApplyChange, options: ApplyChangeOptions): Promise<AppliedObject> {
  const target = { ...change.desired, manifest: change.manifest };
  try {
    return await applyObject(client, target, { force: change.force });
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_CONFLICT' || conflictsOf(error).length === 0) throw error;
    const rehearsal = await rehearse(client, change.desired, { policy: options.conflicts });
    return applyObject(client, { ...target, manifest: rehearsal.manifest }, { force: rehearsal.force });
  }
}

/** Failures that end by themselves shortly after a CRD, Namespace or webhook was applied. */
function comesSoon(error: unknown, change: ApplyChange): boolean {
  if (!GitopsError.is(error)) return false;
  if (error.code === 'CLUSTER_NOT_FOUND') return change.merged === undefined;
  return error.code === 'CLUSTER_SERVER_ERROR' && /failed calling webhook|conversion webhook|etcdserver|leader/.test(error.message);
}
