import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import { memberOf } from './applyset.js';
import { claimFields } from './claim-fields.js';
import type { DesiredObject } from './desired.js';
import { managedFieldsOf } from './fingerprint.js';
import { type ConversionFailure, rewriteOwners } from './managed-fields-repair.js';
import type { FieldSet } from './managed-fields-set.js';
import { writeManagedFields } from './managed-fields-write.js';
import { type MigrationContext, migrateOwnership } from './migrate-ownership.js';

/** The managers whose fields become ours, in addition to deployment tools. */
interface TurnOver extends Omit<MigrationContext, 'rule'> {
  readonly claimed?: FieldSet;
}

/**
 * Releases an object from deployment tools, and claims the fields in the way, so that the next apply removes
 * those that Git does not set. One request, none when nothing changes, and none when the object belongs to
 * somebody else meanwhile.
 *
 * @returns the `resourceVersion` that it was written as; undefined when nothing was
 */
export function turnOver(
  client: KubeClient,
  desired: DesiredObject,
  { claimed, ...context }: TurnOver,
  live?: Pick<KubeObject, 'metadata'>,
): Promise<string | undefined> {
  const rule = desired.migration ?? { enabled: true };
  return writeManagedFields(client, { ...desired, live }, (current) => {
    if (live && memberOf(current) !== memberOf(live)) return undefined;
    const migrated = migrateOwnership(current, { ...context, rule })?.managedFields;
    return claimed ? claimFields(migrated ?? managedFieldsOf(current), claimed, desired.manifest.apiVersion) : migrated;
  });
}

/**
 * Writes the entries of `managedFields` that keep anything from being applied for the version that is
 * applied.
 *
 * @returns as `turnOver`
 */
export function repairManagedFields(
  client: KubeClient,
  desired: DesiredObject,
  failure: ConversionFailure,
): Promise<string | undefined> {
  return writeManagedFields(
    client,
    desired,
    (current) => rewriteOwners(current, failure, desired.manifest.apiVersion)?.managedFields,
  );
}
