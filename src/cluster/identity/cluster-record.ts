import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { ClusterRecord } from './guard.js';

/** Name of the ConfigMap in the inventory namespace that remembers under which names a cluster was synced. */
export const CLUSTER_RECORD = 'gitops-cluster';

/** The record as a ConfigMap, for server-side apply. */
export function toClusterRecordManifest(record: ClusterRecord, namespace: string): KubeObject {
  const data = { names: [...new Set(record.names)].sort().join(','), uid: record.uid };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: CLUSTER_RECORD, namespace }, data };
}

/** What a ConfigMap remembers. Undefined when it is not a record. */
export function parseClusterRecord(object: KubeObject | undefined): ClusterRecord | undefined {
  const data = object?.['data'];
  if (!isRecord(data) || typeof data['uid'] !== 'string') return undefined;
  const names = typeof data['names'] === 'string' ? data['names'].split(',').filter(Boolean) : [];
  return { names, uid: data['uid'] };
}
