import type { ApiResource } from './discovery.js';

/** Path of a kind's list, in one namespace or everywhere: `/apis/apps/v1/namespaces/shop/deployments`. */
export function listPath(
  resource: Pick<ApiResource, 'group' | 'version' | 'resource' | 'namespaced'>,
  namespace?: string,
): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${resource.resource}`;
}

/** Path of one object. */
export function objectPath(
  resource: Pick<ApiResource, 'group' | 'version' | 'resource' | 'namespaced'>,
  identity: { readonly namespace?: string; readonly name: string },
): string {
  return `${listPath(resource, identity.namespace)}/${encodeURIComponent(identity.name)}`;
}

/** Names a kind in maps: `apps/Deployment`. */
export function kindKey(kind: { readonly group: string; readonly kind: string }): string {
  return `${kind.group}/${kind.kind}`;
}
