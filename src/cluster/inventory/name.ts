import { createHash } from 'node:crypto';
import type { ObjectMetadata } from '../../manifest/kube-object.js';

/** The default namespace of inventories and leases. Never pruned. */
export const INVENTORY_NAMESPACE = 'gitops-system';

/** The namespace that Argo CD itself runs in: applications there go by their bare name. */
const CONTROL_NAMESPACE = 'argocd';
const LONGEST_NAME = 253;

/**
 * How an Argo Application is called in tracking ids: `<name>`, or `<namespace>_<name>` outside Argo CD's own
 * namespace.
 */
export function instanceName(metadata: Pick<ObjectMetadata, 'name' | 'namespace'>): string {
  return metadata.namespace === undefined || metadata.namespace === CONTROL_NAMESPACE
    ? metadata.name
    : `${metadata.namespace}_${metadata.name}`;
}

/**
 * Name of the ConfigMap and of the Lease of an Argo Application, from its instance name. A namespace has no
 * dot, so no two applications share one.
 */
export function inventoryName(instance: string): string {
  const separator = instance.indexOf('_');
  const name =
    separator < 0
      ? `inventory.${instance}`
      : `inventory-in-${instance.slice(0, separator)}.${instance.slice(separator + 1)}`;
  if (name.length <= LONGEST_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${name.slice(0, LONGEST_NAME - digest.length - 1)}-${digest}`;
}

/** The instance name that an inventory of this name is for; that of a very long one is cut off. */
export function applicationOfName(name: string): string {
  const outside = /^inventory-in-([^.]+)\.(.+)$/.exec(name);
  return outside ? `${outside[1]}_${outside[2]}` : name.replace(/^inventory\./, '');
}
