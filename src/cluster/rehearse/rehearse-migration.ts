import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { managedFieldsOf, ownEntry } from '../objects/fingerprint.js';
import { lostFields, type Migration, migrateOwnership } from '../objects/migrate-ownership.js';
import type { KubeClient } from '../transport/client.js';
import { rehearseRelease } from './rehearse-release.js';

/** What a dry run of a migration said. */
export interface RehearsedMigration {
  readonly migration: Migration;
  /** The object as migration and apply would leave it. */
  readonly merged: KubeObject;
  /** See `MigrationContext`. */
  readonly keepsUnset?: true;
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
 *
 * Of an object without owners nobody knows what Kubernetes had allocated, such as the volume of a claim:
 * where the API server refuses to let that go, everything that Git does not set stays.
 */
export async function rehearseMigration(
  client: KubeClient,
  desired: DesiredObject,
  { live, applied, adopting, except, signal }: MigrationRehearsal,
): Promise<RehearsedMigration | undefined> {
  const next = ownEntry(applied)?.fieldsV1;
  const source = managedFieldsOf(live).length === 0 ? applied : live;
  const context = { rule: desired.migration ?? { enabled: true }, adopting, next, except };
  const migration = migrateOwnership(source, context);
  if (!migration) return undefined;
  const release = async (one: Migration): Promise<RehearsedMigration> => ({
    migration: one,
    merged: await rehearseRelease(client, desired, applied, lostFields(one, next), signal),
  });
  try {
    return await release(migration);
  } catch (error) {
    const careful = source === applied ? migrateOwnership(source, { ...context, keepsUnset: true }) : undefined;
    if (!careful || !GitopsError.is(error) || error.code !== 'CLUSTER_INVALID') throw error;
    return { ...(await release(careful)), keepsUnset: true };
  }
}
