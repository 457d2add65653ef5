import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { DesiredObject } from './desired.js';
import { managedFieldsOf } from './fingerprint.js';
import { repairVersion } from './managed-fields-repair.js';
import { writeManagedFields } from './managed-fields-write.js';
import { type MigrationContext, migrateOwnership } from './migrate-ownership.js';

/**
 * Has deployment tools let go of an object, so that the next apply removes what they alone had set. One
 * request, none when nothing changes.
 *
 * @returns true when it was written
 */
export function turnOver(
  client: KubeClient,
  desired: DesiredObject,
  context: Omit<MigrationContext, 'rule'>,
  live?: Pick<KubeObject, 'metadata'>,
): Promise<boolean> {
  const rule = desired.migration ?? { enabled: true };
  return writeManagedFields(
    client,
    { ...desired, live },
    (current) => migrateOwnership(current, { ...context, rule })?.managedFields,
  );
}

/** Writes `managedFields` that name a vanished API version for the version that is applied. */
export function repairManagedFields(
  client: KubeClient,
  desired: DesiredObject,
  vanishedVersion: string,
): Promise<boolean> {
  return writeManagedFields(client, desired, (current) =>
    managedFieldsOf(current).length === 0
      ? undefined
      : repairVersion(current, vanishedVersion, desired.manifest.apiVersion),
  );
}
