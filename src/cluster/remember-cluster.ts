import type { KubeClient } from './client.js';
import { CLUSTER_RECORD, toClusterRecordManifest } from './cluster-record.js';
import { ensureNamespace } from './ensure-namespace.js';
import { FIELD_MANAGER } from './field-manager.js';
import type { ClusterRecord } from './guard.js';
import { INVENTORY_LABEL } from './inventory/encode.js';

/** Remembers in the cluster under which name it was synced, so that another name, or another cluster under this name, is noticed. Writes only what is new. */
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
