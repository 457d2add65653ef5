import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import { type FieldSet, isEmptySet, patchWithout } from '../objects/managed-fields-set.js';
import type { KubeClient } from '../transport/client.js';
import { objectPath } from '../transport/path.js';

/**
 * What an apply would leave of an object when some fields go by it as well: one more dry run, because the API
 * server fills in defaults, and refuses what must not go. None where no field goes.
 *
 * @param applied the dry run of the apply alone
 */
export async function rehearseRelease(
  client: KubeClient,
  { identity, resource }: DesiredObject,
  applied: KubeObject,
  lost: FieldSet,
  signal: AbortSignal | undefined,
): Promise<KubeObject> {
  if (isEmptySet(lost)) return applied;
  const { managedFields, resourceVersion: _, ...metadata } = applied.metadata;
  const body = patchWithout({ ...applied, metadata }, lost);
  const { body: merged } = await client.request<KubeObject>(
    {
      method: 'PATCH',
      path: objectPath(resource, identity),
      query: { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict', dryRun: 'All' },
      contentType: 'application/merge-patch+json',
      body,
    },
    signal,
  );
  return { ...merged, metadata: { ...merged.metadata, managedFields } };
}
