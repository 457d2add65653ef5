import { setTimeout as pause } from 'node:timers/promises';
import { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { AppliedObject, Expected } from '../objects/apply-object.js';
import { memberOf } from '../objects/applyset.js';
import { type ConflictPolicy, conflictsOf } from '../objects/conflicts.js';
import { deleteObject } from '../objects/delete-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { conversionFailureOf } from '../objects/managed-fields-repair.js';
import type { OwnershipPolicy } from '../objects/ownership-policy.js';
import { replaceObject } from '../objects/replace-object.js';
import { repairManagedFields, turnOver } from '../objects/turn-over.js';
import type { ApplyChange } from '../plan/change.js';
import { explainRejection } from '../rehearse/explain-rejection.js';
import { rehearse } from '../rehearse/rehearse.js';
import type { KubeClient } from '../transport/client.js';
import { applyExpected } from './apply-expected.js';
import type { JudgeFound } from './execution.js';
import { expectedOf } from './expected-of.js';

export interface ApplyChangeOptions {
  readonly conflicts: ConflictPolicy;
  readonly ownership?: OwnershipPolicy;
  readonly judge: JudgeFound;
  /** Stops before the next request, never in the middle of one. */
  readonly signal: AbortSignal;
}

/**
 * How long an object may wait for what it needs and was just created: its kind to be served, its namespace to
 * be seen, its webhook to listen.
 */
const PATIENCE_MS = 20_000;
const MOST_REPAIRS = 4;

/**
 * Executes one change of a plan.
 *
 * @throws GitopsError as `rehearse`, when the cluster changed its mind since the rehearsal; as
 * `refuseAdoption` when the object belongs to somebody else meanwhile
 */
export async function applyChange(
  client: KubeClient,
  change: ApplyChange,
  options: ApplyChangeOptions,
): Promise<AppliedObject> {
  if (change.action === 'recreate') await makeRoom(client, change, options);
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    options.signal.throwIfAborted();
    try {
      return await applyOnce(client, change, options);
    } catch (error) {
      if (!comesSoon(error, change) || Date.now() > deadline) throw explainRejection(error, change.desired);
      await pause(Math.min(100 * 2 ** attempt, 2_000), undefined, { signal: options.signal });
    }
  }
}

/** Deletes exactly the object that was to be made again, while it is still whose it was. */
async function makeRoom(
  client: KubeClient,
  { desired, live }: Extract<ApplyChange, { action: 'recreate' }>,
  { signal }: ApplyChangeOptions,
): Promise<void> {
  const owner = memberOf(live);
  const guard = (current: KubeObject) =>
    memberOf(current) === owner ? undefined : 'released, or taken over by somebody else';
  const deletion = await deleteObject(
    client,
    { ...desired, live },
    { propagation: 'Background', gone: true, guard, signal },
  );
  if (deletion.status !== 'refused') return;
  const object = describeIdentity(desired.identity);
  throw new GitopsError('CLUSTER_CONFLICT', `${object} was to be made again, and was ${deletion.reason} meanwhile`, {
    object,
    hint: 'Sync again.',
  });
}

async function applyOnce(client: KubeClient, change: ApplyChange, options: ApplyChangeOptions): Promise<AppliedObject> {
  const { desired, migration } = change;
  const live = change.action === 'update' ? change.live : undefined;
  if (change.action === 'update' && change.reason === 'handed over' && live) {
    const found = await options.judge(desired, live, { adopt: false });
    if (GitopsError.is(found)) throw found;
  }
  const version = migration && (await turnOver(client, desired, migration, live));
  const expected = expectedOf(change, version);
  const applied = await settleOnce(client, change, { ...options, expected });
  // An object without field owners gets its first owners from this apply. Only now can they be turned over.
  const { claimed: _, ...tools } = migration ?? { managers: [], adopting: false };
  if (!tools.adopting || applied.created || !(await turnOver(client, desired, tools, applied.live))) return applied;
  return settleOnce(client, change, options);
}

async function settleOnce(
  client: KubeClient,
  change: ApplyChange,
  { expected, ...options }: ApplyChangeOptions & { readonly expected?: Expected },
): Promise<AppliedObject> {
  const target = { ...change.desired, manifest: change.manifest };
  const isTaken = change.action === 'update' && change.reason === 'adopted';
  const how = { adopt: isTaken, appeared: expected === 'absent', changed: true };
  const judge = (found: KubeObject) => options.judge(change.desired, found, how);
  try {
    const replaces =
      change.desired.replace === true && change.action === 'update' && change.merged !== undefined && !isTaken;
    if (replaces) await replaceObject(client, target, change.live?.metadata.uid, { judge: expected && judge });
    return await repairing(client, change.desired, () =>
      applyExpected(client, target, {
        force: change.force || replaces,
        expected: replaces ? undefined : expected,
        judge,
      }),
    );
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_CONFLICT' || conflictsOf(error).length === 0) throw error;
    const { conflicts: policy, ownership } = options;
    const live = change.action === 'create' ? undefined : change.live;
    const rehearsal = await rehearse(client, change.desired, {
      policy,
      rules: ownership?.conflictRules,
      live,
      adopting: change.migration?.adopting,
    });
    return applyExpected(
      client,
      { ...target, manifest: rehearsal.manifest },
      { force: rehearsal.force, expected: expected && 'absent', judge },
    );
  }
}

/**
 * An object with owners of an API version to which it cannot be converted cannot be applied before they are
 * corrected. There may be several such versions.
 */
async function repairing(
  client: KubeClient,
  desired: DesiredObject,
  apply: () => Promise<AppliedObject>,
): Promise<AppliedObject> {
  for (let repairs = 0; ; repairs += 1) {
    try {
      return await apply();
    } catch (error) {
      const failure = repairs < MOST_REPAIRS ? conversionFailureOf(error) : undefined;
      if (!failure || !(await repairManagedFields(client, desired, failure))) throw error;
    }
  }
}

/** Failures that end by themselves shortly after a CRD, Namespace or webhook was applied. */
function comesSoon(error: unknown, change: ApplyChange): boolean {
  if (!GitopsError.is(error)) return false;
  if (error.code === 'CLUSTER_NOT_FOUND') return change.merged === undefined;
  if (error.code === 'CLUSTER_INVALID') return change.ahead === true;
  return (
    error.code === 'CLUSTER_SERVER_ERROR' &&
    /failed calling webhook|conversion webhook|etcdserver|leader/.test(error.message)
  );
}
