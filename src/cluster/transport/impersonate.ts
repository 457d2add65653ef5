import { GitopsError } from '../../errors.js';
import type { KubeClient, KubeRequest } from './client.js';

/**
 * The same client, that sends what changes something as another user: writes and dry runs. Reads stay who
 * they are, as in Argo CD, whose cache of a cluster impersonates nobody.
 *
 * @param user such as `system:serviceaccount:shop:deployer`; undefined: nobody is impersonated
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonate(client: KubeClient, user: string | undefined): KubeClient {
  if (user === undefined) return client;
  return {
    cluster: client.cluster,
    server: client.server,
    confined: client.confined,
    get statistics() {
      return client.statistics;
    },
    request: <T>(request: KubeRequest, signal?: AbortSignal) =>
      request.method === 'GET'
        ? client.request<T>(request, signal)
        : client.request<T>({ ...request, impersonate: user }, signal).catch(refusal(user)),
    watch: (path, query, signal) => client.watch(path, query, signal),
    close: () => client.close(),
  };
}

/** A missing permission is granted to the service account, not to the user who runs this. */
function refusal(user: string): (error: unknown) => never {
  return (error) => {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_FORBIDDEN' || !error.message.includes(`User "${user}"`))
      throw error;
    throw new GitopsError('CLUSTER_FORBIDDEN', error.message, {
      hint: "Grant that service account the right, name another one in 'destinationServiceAccounts' of the AppProject, or run with --no-impersonate.",
      data: error.data,
      cause: error,
    });
  };
}
