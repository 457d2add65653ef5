import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import { managedFieldsOf, ownEntry } from '../objects/fingerprint.js';
import { isEmptySet, patchWithout } from '../objects/managed-fields-set.js';
import { lostFields, type Migration, migrateOwnership } from '../objects/migrate-ownership.js';
import type { KubeClient } from '../transport/client.js';
import { objectPath } from '../transport/path.js';

/** What a dry run of a migration said. */
export interface RehearsedMigration {
  readonly migration: Migration;
  /** The object as migration and apply would leave it. */
  readonly merged: KubeObject;
}

interface MigrationRehearsal {
  readonly live: KubeObject;
  /** The dry run of the apply alone. */
  readonly applied: KubeObject;
  readonly adopting: boolean;
  /** Field managers that keep what they have. */
  readonly except: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * What becomes of an object when deployment tools release it and then the manifest is applied. One more dry
 * run, and only where fields go by it: the API server fills in defaults, and refuses what must not go.
 * Undefined when no tool holds anything.
 */
export async function rehearseMigration(
  client: KubeClient,
  desired: DesiredObject,
  { live, applied, adopting, except, signal }: MigrationRehearsal,
): Promise<RehearsedMigration | undefined> {
  const next = ownEntry(applied)?.fieldsV1;
  const source = managedFieldsOf(live).length === 0 ? applied : live;
  const migration = migrateOwnership(source, { rule: desired.migration ?? { enabled: true }, adopting, next, except });
  if (!migration) return undefined;
  const lost = lostFields(migration, next);
  if (isEmptySet(lost)) return { migration, merged: applied };
  const { managedFields, resourceVersion: _, ...metadata } = applied.metadata;
  const body = patchWithout({ ...applied, metadata }, lost);
  const { body: merged } = await client.request<KubeObject>(
    {
      method: 'PATCH',
      path: objectPath(desired.resource, desired.identity),
      query: { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict', dryRun: 'All' },
      contentType: 'application/merge-patch+json',
      body,
    },
    signal,
  );
  return { migration, merged: { ...merged, metadata: { ...merged.metadata, managedFields } } };
}
