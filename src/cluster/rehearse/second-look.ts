import { GitopsError } from '../../errors.js';
import { deepEqual } from '../../manifest/equality.js';
import { describeIdentity } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { policyFor } from '../objects/conflict-rules.js';
import { type ConflictDecision, decideConflicts, describeConflict, type FieldConflict } from '../objects/conflicts.js';
import type { DesiredObject } from '../objects/desired.js';
import { type FieldPath, leavesOf, setOf, valueAt, writePath } from '../objects/field-path.js';
import { fieldsBeyond } from '../objects/fields-beyond.js';
import { isOwnEntry, type ManagedFieldsEntry, managedFieldsOf, ownEntry } from '../objects/fingerprint.js';
import {
  differenceOf,
  type FieldSet,
  intersectionOf,
  isEmptySet,
  objectWithout,
  unionOf,
} from '../objects/managed-fields-set.js';
import { lostFields, migrateOwnership } from '../objects/migrate-ownership.js';
import { removeField } from '../objects/remove-field.js';
import { nearCauses } from './near-causes.js';
import type { Rehearsal, RehearseOptions } from './rehearsal.js';

/** A live field that Git does not set. */
export interface Obstacle {
  readonly path: FieldPath;
  /** Who owns it, or something in it; nobody for a default of the API server. */
  readonly owners: readonly FieldConflict[];
}

/** An object that lives, next to what it would be if it were created from Git. */
export interface SecondLook {
  readonly desired: DesiredObject;
  readonly live: KubeObject;
  /** The manifest as it would be created, with its defaults. */
  readonly created: KubeObject;
  /** The fields that the manifest sets. */
  readonly next: FieldSet;
  /** The fields that the apply removes in any case. */
  readonly leaving: FieldSet;
  /** Managers whose fields stay theirs. */
  readonly owners: readonly ManagedFieldsEntry[];
  /** Deployment tools whose fields become ours. */
  readonly released: readonly string[];
  readonly options: RehearseOptions;
}

/** Compares both. Undefined when the created object has no fields of ours. Pure. */
export function secondLook(
  desired: DesiredObject,
  live: KubeObject,
  created: KubeObject,
  options: RehearseOptions,
): SecondLook | undefined {
  const next = ownEntry(created)?.fieldsV1;
  if (!next) return undefined;
  const { adopting = false } = options;
  const entries = managedFieldsOf(live);
  const migration = migrateOwnership(live, { rule: desired.migration ?? { enabled: true }, adopting, next });
  const ours = differenceOf(ownEntry(live)?.fieldsV1, next);
  const leaving = unionOf([
    differenceOf(ours, unionOf(entries.filter(isOther).map(({ fieldsV1 }) => fieldsV1))),
    migration && lostFields(migration, next),
  ]);
  const released = migration?.managers ?? [];
  const owners = entries.filter((entry) => isOther(entry) && !released.includes(entry.manager));
  return { desired, live, created, next, leaving, owners, released, options };
}

/** The fields that may be in the way of the apply, without those that a rule leaves to their owner. Pure. */
export function obstaclesOf(look: SecondLook, refusal: GitopsError): readonly Obstacle[] {
  const { live, next, leaving, owners } = look;
  const near = nearCauses(refusal);
  const left = objectWithout(live, leaving);
  return fieldsBeyond(live, next)
    .filter((field) => near(field) && valueAt(left, field) !== undefined)
    .map((field): Obstacle => ({ path: field, owners: owners.flatMap((entry) => ownerOf(entry, field)) }))
    .filter((obstacle) => decide(look, obstacle.owners).yield.length === 0);
}

/** Whether the rules on conflicts let us take the field. Pure. */
export function isFree(look: SecondLook, { owners }: Obstacle): boolean {
  return decide(look, owners).fail.length === 0;
}

/**
 * The apply that removes these fields. Pure.
 *
 * @param merged the object after it, as the API server would have it
 * @throws GitopsError CLUSTER_FIELD_CONFLICT for each field that may not be taken
 */
export function rehearsalWithout(
  look: SecondLook,
  obstacles: readonly Obstacle[],
  merged: KubeObject,
  refusal: GitopsError,
): Rehearsal {
  const { desired, live, created, next, released, options } = look;
  const others = decide(
    look,
    look.owners.flatMap((entry) => heldOtherwise(entry, look)),
  );
  const held = decide(
    look,
    obstacles.flatMap(({ owners }) => owners),
  );
  GitopsError.throwAll([...held.fail, ...others.fail].map((one) => ownedObstacle(desired, one, refusal)));
  const manifest = others.yield.reduce<KubeObject>(
    (rest, { field }) => removeField(rest, field) ?? rest,
    desired.manifest,
  );
  const claimed = unionOf(obstacles.map(({ path }) => setOf(path)));
  const managedFields = [ownEntry(created), ...managedFieldsOf(live).filter(isOther)];
  return {
    merged: { ...merged, metadata: { ...merged.metadata, managedFields } },
    manifest,
    force: others.take.length > 0,
    taken: [...held.take, ...others.take],
    yielded: others.yield,
    warnings: [],
    migration: {
      managers: released,
      adopting: options.adopting ?? false,
      next,
      claimed: isEmptySet(claimed) ? undefined : claimed,
    },
  };
}

function decide({ desired, options }: SecondLook, conflicts: readonly FieldConflict[]): ConflictDecision {
  return decideConflicts(conflicts, options.policy, (one) => policyFor(one, desired.identity, options.rules ?? []));
}

function ownerOf(entry: ManagedFieldsEntry, path: FieldPath): readonly FieldConflict[] {
  return valueAtKeys(entry.fieldsV1, path) ? [conflictOf(entry, path)] : [];
}

/** Fields of another manager for which Git has another value. */
function heldOtherwise(entry: ManagedFieldsEntry, { live, created, next }: SecondLook): readonly FieldConflict[] {
  return leavesOf(intersectionOf(entry.fieldsV1, next))
    .filter((path) => !deepEqual(valueAt(live, path), valueAt(created, path)))
    .map((path) => conflictOf(entry, path));
}

function conflictOf({ manager, subresource, time }: ManagedFieldsEntry, path: FieldPath): FieldConflict {
  return { field: writePath(path), manager, subresource, since: time };
}

function valueAtKeys(set: unknown, [key, ...rest]: FieldPath): boolean {
  if (key === undefined) return true;
  return isRecord(set) && Object.hasOwn(set, key) && valueAtKeys(set[key], rest);
}

function isOther(entry: ManagedFieldsEntry): boolean {
  return !isOwnEntry(entry) && entry.subresource !== 'status';
}

function ownedObstacle(desired: DesiredObject, conflict: FieldConflict, refusal: GitopsError): GitopsError {
  const object = describeIdentity(desired.identity);
  const { group, kind } = desired.identity;
  const { field, owner } = describeConflict(conflict);
  const rule = `${group && `${group}/`}${kind}:${conflict.field}=take`;
  return new GitopsError(
    'CLUSTER_FIELD_CONFLICT',
    `'${field}' of ${object} belongs to ${owner} and is in the way of the manifest in Git: ${saidOf(refusal)}`,
    {
      object,
      hint: `Sync with --conflicts-for '${rule}' to remove it, or write it in Git.`,
      data: { ...conflict, field },
    },
  );
}

function saidOf(refusal: GitopsError): string {
  return String(refusal.data?.['message'] ?? refusal.message);
}
