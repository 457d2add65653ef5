import { GitopsError } from '../../errors.js';
import type { KubeClient } from './client.js';

/** Where a cluster may be managed, as its cluster Secret says. */
export interface Confinement {
  readonly namespaces?: readonly string[];
  readonly clusterResources?: boolean;
}

/** `/api/v1/pods` and `/apis/apps/v1/deployments`: a kind in all namespaces, or one without namespaces. */
const WHOLE_CLUSTER = /^\/(api\/[^/]+|apis\/[^/]+\/[^/]+)\/[^/]+$/;

/**
 * A client that asks for no list of the whole cluster where only some namespaces of it are managed: as if the
 * account might not, so that lists are made in the namespaces that matter. Where cluster-scoped objects are
 * managed too, the account's own rights decide.
 */
export function confineClient(
  client: KubeClient,
  { namespaces = [], clusterResources = false }: Confinement,
): KubeClient {
  if (namespaces.length === 0 || clusterResources) return client;
  const refuse = (method: string, path: string): void => {
    if (method !== 'GET' || !WHOLE_CLUSTER.test(path)) return;
    throw new GitopsError(
      'CLUSTER_FORBIDDEN',
      `cluster '${client.cluster}' is managed in the namespaces ${namespaces.join(', ')} only: GET ${path}`,
      {
        hint: 'Widen \'namespaces\' in its cluster Secret, or set clusterResources: "true" there.',
        data: { status: 403 },
      },
    );
  };
  return {
    cluster: client.cluster,
    server: client.server,
    confined: true,
    get statistics() {
      return client.statistics;
    },
    async request(request, signal) {
      refuse(request.method, request.path);
      return client.request(request, signal);
    },
    async *watch(path, query, signal) {
      refuse('GET', path);
      yield* client.watch(path, query, signal);
    },
    close: () => client.close(),
  };
}
