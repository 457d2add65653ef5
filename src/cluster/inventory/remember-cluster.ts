import { CLUSTER_RECORD, toClusterRecordManifest } from '../identity/cluster-record.js';
import type { ClusterRecord } from '../identity/guard.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import type { KubeClient } from '../transport/client.js';
import { ensureNamespace } from '../transport/ensure-namespace.js';
import { INVENTORY_LABEL } from './labels-of.js';

/**
 * Remembers in the cluster under which name it was synced, so that another name, or another cluster under
 * this name, is noticed. Writes only what is new.
 */
export async function rememberCluster(
  client: KubeClient,
  namespace: string,
  uid: string | undefined,
  record: ClusterRecord | undefined,
): Promise<void> {
  if (uid === undefined || record?.names.includes(client.cluster)) return;
  await ensureNamespace(client, namespace);
  const manifest = toClusterRecordManifest({ uid, names: [...(record?.names ?? []), client.cluster] }, namespace);
  const body = { ...manifest, metadata: { ...manifest.metadata, labels: { [INVENTORY_LABEL]: 'cluster' } } };
  const path = `/api/v1/namespaces/${namespace}/configmaps/${CLUSTER_RECORD}`;
  await client.request({
    method: 'PATCH',
    path,
    query: { fieldManager: FIELD_MANAGER, force: true },
    contentType: 'application/apply-patch+yaml',
    body,
  });
}
