import type { KubeClient } from './client.js';

/**
 * The same client, that sends what changes something as another user: writes and dry runs. Reads stay who they are, as in Argo CD, whose cache of a cluster impersonates nobody.
 *
 * @param user such as `system:serviceaccount:shop:deployer`; undefined: nobody is impersonated
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonate(client: KubeClient, user: string | undefined): KubeClient {
  if (user === undefined) return client;
  return {
    cluster: client.cluster,
    server: client.server,
    ...(client.confined === undefined ? {} : { confined: client.confined }),
    get statistics() {
      return client.statistics;
    },
    request: (request, signal) => client.request(request.method === 'GET' ? request : { ...request, impersonate: user }, signal),
    watch: (path, query, signal) => client.watch(path, query, signal),
    close: () => client.close(),
  };
}
