import { createHash } from 'node:crypto';
import type { ObjectMetadata } from '../../manifest/kube-object.js';

/** The default namespace of inventories and leases. Never pruned. */
export const INVENTORY_NAMESPACE = 'gitops-system';

/** Argo Applications here, and those without a namespace, go by their bare name. */
const BARE_NAMESPACE = 'argocd';
const LONGEST_NAME = 253;

/**
 * The key of an Argo Application in inventories and in everything that is kept by application: `<name>` in
 * the namespace `argocd`, `<namespace>_<name>` in another one. It depends on the Argo Application alone and
 * not on where Argo CD runs, which is derived and may turn out otherwise: an inventory is then still found.
 * Tracking ids have `instanceName`.
 */
export function applicationKey({ name, namespace }: Pick<ObjectMetadata, 'name' | 'namespace'>): string {
  return !namespace || namespace === BARE_NAMESPACE ? name : `${namespace}_${name}`;
}

/** The namespace and name in a key; without a namespace it is that of the bare names. */
export function metadataOfKey(key: string): Required<Pick<ObjectMetadata, 'name' | 'namespace'>> {
  const separator = key.indexOf('_');
  return { namespace: separator < 0 ? BARE_NAMESPACE : key.slice(0, separator), name: key.slice(separator + 1) };
}

/**
 * Name of the ConfigMap and of the Lease of an Argo Application, from its key. A namespace has no dot, so no
 * two applications share one.
 */
export function inventoryName(key: string): string {
  const { namespace, name: application } = metadataOfKey(key);
  const name = key === application ? `inventory.${application}` : `inventory-in-${namespace}.${application}`;
  if (name.length <= LONGEST_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${name.slice(0, LONGEST_NAME - digest.length - 1)}-${digest}`;
}

/**
 * The key of the Argo Application that an inventory of this name is for; that of a very long one is cut off.
 */
export function applicationOfName(name: string): string {
  const outside = /^inventory-in-([^.]+)\.(.+)$/.exec(name);
  return outside ? `${outside[1]}_${outside[2]}` : name.replace(/^inventory\./, '');
}
