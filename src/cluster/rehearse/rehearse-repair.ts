import type { KubeObject } from '../../manifest/kube-object.js';
import type { AppliedObject } from '../objects/apply-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import type { ManagedFieldsEntry } from '../objects/fingerprint.js';
import type { KubeClient } from '../transport/client.js';
import { objectPath } from '../transport/path.js';

/**
 * What an apply would make of an object to which nothing can be applied before its `managedFields` are
 * repaired: as a merge of the manifest, which shows everything but the fields that Git no longer has.
 */
export async function rehearseRepair(
  client: KubeClient,
  { identity, resource, manifest }: DesiredObject,
  managedFields: readonly ManagedFieldsEntry[],
  signal?: AbortSignal,
): Promise<AppliedObject> {
  const { body, warnings } = await client.request<KubeObject>(
    {
      method: 'PATCH',
      path: objectPath(resource, identity),
      query: { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict', dryRun: 'All' },
      contentType: 'application/merge-patch+json',
      body: { ...manifest, metadata: { ...manifest.metadata, managedFields } },
    },
    signal,
  );
  return { live: body, created: false, warnings };
}
