import { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type AppliedObject, applyObject } from '../objects/apply-object.js';
import { CONFLICTS_ANNOTATION, type ConflictRule, conflictRulesOf, policyFor } from '../objects/conflict-rules.js';
import {
  conflictsOf,
  decideConflicts,
  describeConflict,
  type FieldConflict,
  type RehearsalPolicy,
} from '../objects/conflicts.js';
import type { DesiredObject } from '../objects/desired.js';
import { ownEntry } from '../objects/fingerprint.js';
import { repairVersion, vanishedVersionOf } from '../objects/managed-fields-repair.js';
import type { FieldSet } from '../objects/managed-fields-set.js';
import { migrateOwnership } from '../objects/migrate-ownership.js';
import { removeField } from '../objects/remove-field.js';
import type { KubeClient } from '../transport/client.js';
import { explainRejection } from './explain-rejection.js';
import { rehearseMigration } from './rehearse-migration.js';
import { rehearseRepair } from './rehearse-repair.js';

/** What a dry run said an apply would do. */
export interface Rehearsal {
  /** The object as the apply would leave it. */
  readonly merged: KubeObject;
  /** What to send: the desired manifest, without fields that were yielded. */
  readonly manifest: KubeObject;
  /** Whether fields have to be taken from their managers. */
  readonly force: boolean;
  readonly taken: readonly FieldConflict[];
  readonly yielded: readonly FieldConflict[];
  /** Other tools' fields that become ours before the apply; absent when none do. */
  readonly migration?: PlannedMigration;
  readonly warnings: readonly string[];
}

/** How the owners of an object's fields change before it is applied. */
export interface PlannedMigration {
  /** Deployment tools that let go, by the names of their field managers. */
  readonly managers: readonly string[];
  /** True when the object becomes ours by this run. */
  readonly adopting: boolean;
  /** What we will own after the apply. */
  readonly next?: FieldSet;
  /** Field managers that keep what they have, because fields were yielded to them. */
  readonly except?: readonly string[];
  /** An API version that owners of fields are written for, and that is served no more. */
  readonly vanishedVersion?: string;
}

export interface RehearseOptions {
  readonly policy: RehearsalPolicy;
  /** Rules for single fields or kinds, before those of the object's annotation. */
  readonly rules?: readonly ConflictRule[];
  /** The object as it is, or its metadata; absent for one that does not exist. */
  readonly live?: KubeObject;
  /** True when it becomes ours by this run. Default: false. */
  readonly adopting?: boolean;
  /** True when only its content counts, and not who owns it: Argo CD delivers it. Default: false. */
  readonly contentOnly?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Applies without effect, and settles conflicts by the policy. Where deployment tools own fields of the
 * object, it is told what goes when they let go.
 *
 * @throws GitopsError CLUSTER_FIELD_CONFLICT where the policy says fail; CLUSTER_IMMUTABLE for a field that
 * cannot change; CLUSTER_INVALID for an invalid manifest
 */
export async function rehearse(
  client: KubeClient,
  desired: DesiredObject,
  options: RehearseOptions,
): Promise<Rehearsal> {
  const { live, adopting = false, signal } = options;
  // Read also where nothing conflicts: a mistake in it is told before it matters.
  const own = conflictRulesOf(desired.manifest, desired.identity);
  const rules = options.contentOnly ? [] : [...(options.rules ?? []), ...own];
  try {
    const settled = await rehearseApply(client, desired, { ...options, rules });
    const except = settled.yielded.map(({ manager }) => manager);
    const migrated =
      live && (await rehearseMigration(client, desired, { live, applied: settled.merged, adopting, except, signal }));
    if (!migrated) return settled;
    const { managers } = migrated.migration;
    return {
      ...settled,
      merged: migrated.merged,
      migration: { managers, adopting, except, next: ownEntry(settled.merged)?.fieldsV1 },
    };
  } catch (error) {
    const vanishedVersion = vanishedVersionOf(error);
    const managedFields = vanishedVersion && live && repairVersion(live, vanishedVersion, desired.manifest.apiVersion);
    if (!vanishedVersion || !managedFields) throw explainRejection(error, desired);
    const applied = await rehearseRepair(client, desired, managedFields, signal);
    const nothing = { force: false, taken: [], yielded: [] };
    return {
      ...rehearsed(applied, desired.manifest),
      ...nothing,
      migration: { managers: [], adopting, vanishedVersion },
    };
  }
}

async function rehearseApply(client: KubeClient, desired: DesiredObject, options: RehearseOptions): Promise<Rehearsal> {
  try {
    const applied = await applyObject(client, desired, { dryRun: true, signal: options.signal });
    return { ...rehearsed(applied, desired.manifest), force: false, taken: [], yielded: [] };
  } catch (error) {
    const conflicts =
      GitopsError.is(error) && error.code === 'CLUSTER_CONFLICT' ? conflictsOf(error, options.live) : [];
    if (conflicts.length === 0) throw error;
    return settle(client, desired, conflicts, options);
  }
}

async function settle(
  client: KubeClient,
  desired: DesiredObject,
  all: readonly FieldConflict[],
  options: RehearseOptions,
): Promise<Rehearsal> {
  const { policy, rules = [], live, adopting = false, signal } = options;
  const special = (conflict: FieldConflict) => policyFor(conflict, desired.identity, rules);
  // What a tool lets go of is ours without a fight, unless a rule says otherwise.
  const migrating = new Set(
    live && migrateOwnership(live, { rule: desired.migration ?? { enabled: true }, adopting })?.managers,
  );
  const isMigrating = (conflict: FieldConflict) =>
    migrating.has(conflict.manager) && !conflict.subresource && special(conflict) === undefined;
  const conflicts = all.filter((conflict) => !isMigrating(conflict));
  const decision = decideConflicts(conflicts, policy, special);
  const { manifest, stuck } = withoutYielded(desired.manifest, decision.yield);
  GitopsError.throwAll([...decision.fail, ...stuck].map((conflict) => fieldConflict(desired, conflict)));
  const forced = decision.take.length > 0 || conflicts.length < all.length;
  const applied = await applyObject(client, { ...desired, manifest }, { dryRun: true, force: forced, signal });
  return {
    ...rehearsed(applied, manifest),
    force: decision.take.length > 0,
    taken: decision.take,
    yielded: decision.yield,
  };
}

function rehearsed(applied: AppliedObject, manifest: KubeObject): Pick<Rehearsal, 'merged' | 'manifest' | 'warnings'> {
  return { merged: applied.live, manifest, warnings: applied.warnings };
}

function withoutYielded(
  manifest: KubeObject,
  conflicts: readonly FieldConflict[],
): { manifest: KubeObject; stuck: readonly FieldConflict[] } {
  let left = manifest;
  const stuck: FieldConflict[] = [];
  for (const conflict of conflicts) {
    const smaller = removeField(left, conflict.field);
    if (smaller) left = smaller;
    else stuck.push(conflict);
  }
  return { manifest: left, stuck };
}

function fieldConflict(desired: DesiredObject, conflict: FieldConflict): GitopsError {
  const name = describeIdentity(desired.identity);
  const { field, owner } = describeConflict(conflict);
  const rule = `${desired.identity.group && `${desired.identity.group}/`}${desired.identity.kind}:${conflict.field}`;
  return new GitopsError('CLUSTER_FIELD_CONFLICT', `'${field}' of ${name} belongs to ${owner}`, {
    object: name,
    hint: `Remove the field from Git, or sync with --conflicts-for '${rule}=take' to own it, with …=yield to leave it; or say so in Git: annotation '${CONFLICTS_ANNOTATION}: take=${conflict.field}'.`,
    data: { ...conflict, field },
  });
}
