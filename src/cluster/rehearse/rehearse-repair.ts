import type { KubeObject } from '../../manifest/kube-object.js';
import type { AppliedObject } from '../objects/apply-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import { isOwnEntry, type ManagedFieldsEntry, ownEntry } from '../objects/fingerprint.js';
import { differenceOf, unionOf } from '../objects/managed-fields-set.js';
import type { KubeClient } from '../transport/client.js';
import { objectPath } from '../transport/path.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';
import { rehearseRelease } from './rehearse-release.js';

/**
 * What an apply would make of an object to which nothing can be applied before its `managedFields` are
 * repaired: a merge of the manifest, without the fields that we own and Git no longer has. Which fields Git
 * has, a dry run under another name shows.
 *
 * @param managedFields as they are to be
 */
export async function rehearseRepair(
  client: KubeClient,
  desired: DesiredObject,
  managedFields: readonly ManagedFieldsEntry[],
  signal?: AbortSignal,
): Promise<AppliedObject> {
  const { identity, resource, manifest } = desired;
  const elsewhere = await rehearseElsewhere(client, desired, signal, identity.namespace);
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
  const next = elsewhere && ownEntry(elsewhere)?.fieldsV1;
  const others = managedFields.filter((entry) => !isOwnEntry(entry)).map(({ fieldsV1 }) => fieldsV1);
  const lost = next ? differenceOf(managedFields.find(isOwnEntry)?.fieldsV1, unionOf([next, ...others])) : {};
  const live = await rehearseRelease(client, desired, body, lost, signal);
  return { live, created: false, warnings };
}
