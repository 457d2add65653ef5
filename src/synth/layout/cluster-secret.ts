import { clusterConfigOf, toClusterSecretManifest } from '../../argocd/clusters/cluster-secret.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Cluster } from '../../model/cluster.js';
import { type AddedFields, addFields } from './add-fields.js';

/** The cluster Secret, and the given fields that contradict the props. */
export function clusterSecret(
  { id, _secret: secret, _written: written }: Cluster,
  namespace: string,
): AddedFields<KubeObject> {
  if (written === undefined) return { value: toClusterSecretManifest(secret, namespace, { id }), conflicts: [] };
  const { annotations, config: given, fields } = written;
  const config = addFields(clusterConfigOf(secret), given);
  const own = toClusterSecretManifest(secret, namespace, { id, annotations, config: config.value });
  const { value, conflicts } = addFields(own, fields);
  return { value, conflicts: [...config.conflicts.map((field) => `config.${field}`), ...conflicts] };
}
