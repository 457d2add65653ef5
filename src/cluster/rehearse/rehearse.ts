import { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type AppliedObject, applyObject } from '../objects/apply-object.js';
import { CONFLICTS_ANNOTATION, conflictRulesOf, policyFor } from '../objects/conflict-rules.js';
import { conflictsOf, decideConflicts, describeConflict, type FieldConflict } from '../objects/conflicts.js';
import type { DesiredObject } from '../objects/desired.js';
import { ownEntry } from '../objects/fingerprint.js';
import { isKubernetesRefusal } from '../objects/kubernetes-refusal.js';
import { conversionFailureOf, rewriteOwners } from '../objects/managed-fields-repair.js';
import { migrateOwnership } from '../objects/migrate-ownership.js';
import { removeField } from '../objects/remove-field.js';
import type { KubeClient } from '../transport/client.js';
import { explainRejection } from './explain-rejection.js';
import type { Rehearsal, RehearseOptions } from './rehearsal.js';
import { rehearseMigration } from './rehearse-migration.js';
import { rehearsePastLive } from './rehearse-past-live.js';
import { rehearseRepair } from './rehearse-repair.js';

/**
 * Applies without effect, and settles conflicts by the policy. Where deployment tools own fields of the
 * object, the result has the fields that are removed when they release it.
 *
 * @throws GitopsError CLUSTER_FIELD_CONFLICT where the policy says fail; CLUSTER_IMMUTABLE for a field that
 * cannot change; CLUSTER_IN_THE_WAY for a change that what lives does not allow; CLUSTER_INVALID for an
 * invalid manifest
 */
export async function rehearse(
  client: KubeClient,
  desired: DesiredObject,
  options: RehearseOptions,
): Promise<Rehearsal> {
  const { live, adopting = false, signal } = options;
  // Read also where nothing conflicts: a mistake in it is reported before it matters.
  const own = conflictRulesOf(desired.manifest, desired.identity);
  const rules = options.contentOnly ? [] : [...(options.rules ?? []), ...own];
  try {
    const settled = await rehearseApply(client, desired, { ...options, rules });
    const except = settled.yielded.map(({ manager }) => manager);
    const migrated =
      live && (await rehearseMigration(client, desired, { live, applied: settled.merged, adopting, except, signal }));
    if (!migrated) return settled;
    const { managers } = migrated.migration;
    const { keepsUnset } = migrated;
    return {
      ...settled,
      merged: migrated.merged,
      migration: { managers, adopting, except, next: ownEntry(settled.merged)?.fieldsV1, keepsUnset },
    };
  } catch (error) {
    const failure = conversionFailureOf(error);
    const rewritten = failure && live && rewriteOwners(live, failure, desired.manifest.apiVersion);
    if (!rewritten) return rehearseAgain(client, desired, { ...options, rules }, error);
    const applied = await rehearseRepair(client, desired, rewritten.managedFields, signal);
    const nothing = { force: false, taken: [], yielded: [] };
    return {
      ...rehearsed(applied, desired.manifest),
      ...nothing,
      migration: { managers: [], adopting, rewrittenVersions: rewritten.versions },
    };
  }
}

/**
 * What the API server does not take in place may be right all the same.
 *
 * @throws GitopsError why it was refused, where that is so
 */
async function rehearseAgain(
  client: KubeClient,
  desired: DesiredObject,
  options: RehearseOptions,
  error: unknown,
): Promise<Rehearsal> {
  const refusal = explainRejection(error, desired);
  const isInvalid = GitopsError.is(error) && isKubernetesRefusal(error, desired.identity);
  const isMutable = GitopsError.is(refusal) && refusal.code === 'CLUSTER_INVALID';
  const looked =
    options.live && isInvalid && isMutable ? await rehearsePastLive(client, desired, options, error) : undefined;
  if (!looked) throw refusal;
  if ('obstacle' in looked) throw looked.obstacle;
  return looked.rehearsal;
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
  // A field that a tool releases becomes ours without a conflict, unless a rule says otherwise.
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
