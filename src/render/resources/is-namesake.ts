import type { KubeObject } from '../../manifest/kube-object.js';

/** Whether two resources of a kind have one name and namespace, which either may leave to its destination. */
export function isNamesake(one: Pick<KubeObject, 'metadata'>, other: Pick<KubeObject, 'metadata'>): boolean {
  const { name, namespace = other.metadata.namespace } = one.metadata;
  return name === other.metadata.name && namespace === (other.metadata.namespace ?? namespace);
}
