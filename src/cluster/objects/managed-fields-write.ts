import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { getIfExists } from '../transport/get-if-exists.js';
import { objectPath } from '../transport/path.js';
import { FIELD_MANAGER } from './field-manager.js';
import type { ManagedFieldsEntry } from './fingerprint.js';

const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
const ATTEMPTS = 5;

/**
 * Replaces `metadata.managedFields` of exactly the version of the object that was looked at; when it changed
 * meanwhile it is looked at again. Nothing else of the object changes, its `generation` neither.
 *
 * @param decide what the list is to be; undefined leaves it
 * @returns the `resourceVersion` that it was written as; undefined when nothing was
 */
export async function writeManagedFields(
  client: KubeClient,
  target: {
    readonly identity: ObjectIdentity;
    readonly resource: ApiResource;
    readonly live?: Pick<KubeObject, 'metadata'>;
  },
  decide: (live: Pick<KubeObject, 'metadata'>) => readonly ManagedFieldsEntry[] | undefined,
): Promise<string | undefined> {
  const path = objectPath(target.resource, target.identity);
  let live = target.live ?? (await getIfExists(client, { path, accept: METADATA_ONLY }));
  for (let attempt = 1; live; attempt += 1) {
    const managedFields = decide(live);
    if (!managedFields) return undefined;
    // Replaced and not tested: the API server then answers with a conflict, as to every other writer.
    const body = [
      { op: 'replace', path: '/metadata/managedFields', value: managedFields },
      { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
    ];
    try {
      const { body: written } = await client.request<KubeObject>({
        method: 'PATCH',
        path,
        query: { fieldManager: FIELD_MANAGER },
        contentType: 'application/json-patch+json',
        body,
      });
      return written.metadata.resourceVersion;
    } catch (error) {
      if (!GitopsError.is(error) || error.code !== 'CLUSTER_CONFLICT' || attempt === ATTEMPTS) throw error;
      live = await getIfExists(client, { path, accept: METADATA_ONLY });
    }
  }
  return undefined;
}
