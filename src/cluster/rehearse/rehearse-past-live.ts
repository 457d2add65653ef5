import { GitopsError } from '../../errors.js';
import { deepEqual } from '../../manifest/equality.js';
import { describeIdentity } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { policyFor } from '../objects/conflict-rules.js';
import { decideConflicts, type FieldConflict } from '../objects/conflicts.js';
import type { DesiredObject } from '../objects/desired.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import { type FieldPath, leavesOf, setOf, valueAt, writePath } from '../objects/field-path.js';
import { fieldsBeyond } from '../objects/fields-beyond.js';
import { type ManagedFieldsEntry, managedFieldsOf, ownEntry } from '../objects/fingerprint.js';
import {
  differenceOf,
  type FieldSet,
  intersectionOf,
  isEmptySet,
  objectWithout,
  unionOf,
} from '../objects/managed-fields-set.js';
import { lostFields, migrateOwnership } from '../objects/migrate-ownership.js';
import { overlayOwned } from '../objects/overlay-owned.js';
import { removeField } from '../objects/remove-field.js';
import { replaceObject } from '../objects/replace-object.js';
import type { KubeClient } from '../transport/client.js';
import { objectPath } from '../transport/path.js';
import { inTheWay } from './in-the-way.js';
import { nearCauses } from './near-causes.js';
import type { Rehearsal, RehearseOptions } from './rehearsal.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';

/** More fields than these are not tried one by one. */
const MOST_TRIED = 12;

/** A live field that Git does not set. */
interface Obstacle {
  readonly path: FieldPath;
  /** Who owns it, or something in it; nobody for a default of the API server. */
  readonly owners: readonly FieldConflict[];
}

/** What the second look knows. */
interface Case {
  readonly client: KubeClient;
  readonly desired: DesiredObject;
  readonly live: KubeObject;
  /** The manifest as it would be created, with its defaults. */
  readonly anew: KubeObject;
  /** What the manifest sets. */
  readonly next: FieldSet;
  /** What goes with the apply in any case. */
  readonly leaving: FieldSet;
  readonly signal: AbortSignal | undefined;
}

/** What became of a second look. */
export type PastLive =
  | { readonly rehearsal: Rehearsal }
  /** Why it cannot be applied, though the API server takes the manifest as a new object. */
  | { readonly obstacle: GitopsError };

/**
 * A second look at an object whose apply the API server refused, though Git may be right: the same manifest
 * as a new object may be accepted. Then a live field that Git does not have is in the way: a default of the
 * API server next to the new choice, or a port or a variable that somebody edited. Fields that are ours, that
 * have no owner, or that the rules on conflicts let us take are claimed, so the apply removes them.
 *
 * @param refusal what the API server said to the apply
 * @returns undefined where Git is wrong, or where it cannot be known
 * @throws GitopsError CLUSTER_FIELD_CONFLICT for fields in the way that may not be taken
 */
export async function rehearsePastLive(
  client: KubeClient,
  desired: DesiredObject,
  options: RehearseOptions,
  refusal: GitopsError,
): Promise<PastLive | undefined> {
  const { adopting = false, signal } = options;
  const anew = await asNewObject(client, desired, signal);
  const next = anew && ownEntry(anew)?.fieldsV1;
  if (!anew || !next) return undefined;
  const path = objectPath(desired.resource, desired.identity);
  const { body: live } = await client.request<KubeObject>({ method: 'GET', path }, signal);
  const entries = managedFieldsOf(live);
  const migration = migrateOwnership(live, { rule: desired.migration ?? { enabled: true }, adopting, next });
  const ours = differenceOf(ownEntry(live)?.fieldsV1, next);
  const leaving = unionOf([
    differenceOf(ours, unionOf(entries.filter(isOther).map(({ fieldsV1 }) => fieldsV1))),
    migration && lostFields(migration, next),
  ]);
  const released = new Set(migration?.managers);
  const owners = entries.filter((entry) => isOther(entry) && !released.has(entry.manager));
  const found: Case = { client, desired, live, anew, next, leaving, signal };
  const decide = (conflicts: readonly FieldConflict[]) =>
    decideConflicts(conflicts, options.policy, (one) => policyFor(one, desired.identity, options.rules ?? []));

  const near = nearCauses(refusal);
  const stays = (obstacle: Obstacle) => decide(obstacle.owners).yield.length > 0;
  const left = objectWithout(live, leaving);
  const obstacles = fieldsBeyond(live, next)
    .filter((field) => near(field) && valueAt(left, field) !== undefined)
    .map((field): Obstacle => ({ path: field, owners: owners.flatMap((entry) => ownerOf(entry, field)) }))
    .filter((obstacle) => !stays(obstacle));
  const free = obstacles.filter(({ owners: held }) => decide(held).fail.length === 0);
  const isAll = free.length === obstacles.length;
  const claimed = (await leastClaim(found, free)) ?? (isAll ? undefined : await leastClaim(found, obstacles));
  if (!claimed) return { obstacle: inTheWay(desired, refusal) };

  const others = decide(owners.flatMap((entry) => heldOtherwise(entry, found)));
  const held = decide(claimed.obstacles.flatMap(({ owners: one }) => one));
  GitopsError.throwAll([...held.fail, ...others.fail].map((one) => ownedObstacle(desired, one, refusal)));
  const manifest = others.yield.reduce<KubeObject>(
    (rest, { field }) => removeField(rest, field) ?? rest,
    desired.manifest,
  );
  const claim = unionOf(claimed.obstacles.map((obstacle) => setOf(obstacle.path)));
  return {
    rehearsal: {
      merged: {
        ...claimed.merged,
        metadata: { ...claimed.merged.metadata, managedFields: [ownEntry(anew), ...entries.filter(isOther)] },
      },
      manifest,
      force: others.take.length > 0,
      taken: [...held.take, ...others.take],
      yielded: others.yield,
      warnings: [],
      migration: {
        managers: migration?.managers ?? [],
        adopting,
        next,
        ...(isEmptySet(claim) ? {} : { claimed: claim }),
      },
    },
  };
}

/** Undefined where the API server takes it neither as a new object: then Git is wrong. */
async function asNewObject(
  client: KubeClient,
  desired: DesiredObject,
  signal: AbortSignal | undefined,
): Promise<KubeObject | undefined> {
  try {
    return await rehearseElsewhere(client, desired, signal, desired.identity.namespace);
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_INVALID') return undefined;
    throw error;
  }
}

/**
 * The fewest of these fields without which the API server takes the manifest; undefined when all are not
 * enough.
 */
async function leastClaim(
  found: Case,
  obstacles: readonly Obstacle[],
): Promise<{ readonly obstacles: readonly Obstacle[]; readonly merged: KubeObject } | undefined> {
  const all = await tryWithout(found, obstacles);
  if (!all) return undefined;
  let least = { obstacles, merged: all };
  if (obstacles.length > MOST_TRIED) return least;
  for (const obstacle of obstacles) {
    const fewer = least.obstacles.filter((one) => one !== obstacle);
    const merged = await tryWithout(found, fewer);
    if (merged) least = { obstacles: fewer, merged };
  }
  return least;
}

/** The object as it would be without some of its fields; undefined when the API server refuses that. */
async function tryWithout(
  { client, desired, live, anew, next, leaving, signal }: Case,
  obstacles: readonly Obstacle[],
): Promise<KubeObject | undefined> {
  const left = objectWithout(live, unionOf([leaving, ...obstacles.map(({ path }) => setOf(path))]));
  const body = overlayOwned(left, anew, next) as KubeObject;
  const { managedFields: _, ...metadata } = body.metadata;
  // What lives was accepted as it is, unknown fields too.
  const target = { ...desired, manifest: { ...body, metadata }, validate: false };
  try {
    return await replaceObject(client, target, live.metadata.uid, { dryRun: true, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_INVALID') return undefined;
    throw error;
  }
}

function ownerOf(
  { manager, subresource, fieldsV1, time }: ManagedFieldsEntry,
  path: FieldPath,
): readonly FieldConflict[] {
  return valueAtKeys(fieldsV1, path) ? [conflictOf({ manager, subresource, time }, path)] : [];
}

/** Fields of another manager that Git sets otherwise. */
function heldOtherwise(entry: ManagedFieldsEntry, { live, anew, next }: Case): readonly FieldConflict[] {
  return leavesOf(intersectionOf(entry.fieldsV1, next))
    .filter((path) => !deepEqual(valueAt(live, path), valueAt(anew, path)))
    .map((path) => conflictOf(entry, path));
}

function conflictOf(
  { manager, subresource, time }: Pick<ManagedFieldsEntry, 'manager' | 'subresource' | 'time'>,
  path: FieldPath,
): FieldConflict {
  return { field: writePath(path), manager, ...(subresource ? { subresource } : {}), ...(time ? { since: time } : {}) };
}

function valueAtKeys(set: unknown, [key, ...rest]: FieldPath): boolean {
  if (key === undefined) return true;
  return isRecord(set) && Object.hasOwn(set, key) && valueAtKeys(set[key], rest);
}

function isOther({ manager, operation, subresource }: ManagedFieldsEntry): boolean {
  return !(manager === FIELD_MANAGER && operation === 'Apply') && subresource !== 'status';
}

function ownedObstacle(
  desired: DesiredObject,
  { field, manager, since }: FieldConflict,
  refusal: GitopsError,
): GitopsError {
  const object = describeIdentity(desired.identity);
  const { group, kind } = desired.identity;
  const owner = `'${manager}'${since === undefined ? '' : ` since ${since}`}`;
  return new GitopsError(
    'CLUSTER_FIELD_CONFLICT',
    `'${field.replace(/^\./, '')}' of ${object} belongs to ${owner} and is in the way of the manifest in Git: ${saidOf(refusal)}`,
    {
      object,
      hint: `Sync with --conflicts-for '${group && `${group}/`}${kind}:${field}=take' to remove it, or write it in Git.`,
      data: { field: field.replace(/^\./, ''), manager, ...(since === undefined ? {} : { since }) },
    },
  );
}

function saidOf(refusal: GitopsError): string {
  return String(refusal.data?.['message'] ?? refusal.message);
}
