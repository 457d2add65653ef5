import type { ClusterSecret } from '../argocd/cluster-secret.js';
import type { AccessOptions } from './access/access-options.js';
import type { Endpoint } from './access/endpoint.js';
import { inClusterEndpoint } from './access/in-cluster.js';
import { kubeconfigEndpoint } from './access/kubeconfig.js';
import { defaultKubeconfigFiles } from './access/kubeconfig-files.js';
import type { KubeClient } from './client.js';
import { createHttpClient, type HttpClientOptions } from './http-client.js';

/** A client for a Cluster of the repository: the access file's entry wins, otherwise what its type says. Sends nothing yet. */
export async function connect(secret: ClusterSecret, access: AccessOptions, options: HttpClientOptions = {}): Promise<KubeClient> {
  return createHttpClient(await endpointOf(secret, access), options);
}

async function endpointOf(secret: ClusterSecret, access: AccessOptions): Promise<Endpoint> {
  const { environment } = access;
  const entry = access.accessFile?.clusters[secret.name];
  if (entry?.inCluster) return inClusterEndpoint(secret.name, environment);
  const files = entry?.kubeconfig ? [entry.kubeconfig] : defaultKubeconfigFiles(access);
  const context = entry ? entry.context : secret.context;
  return kubeconfigEndpoint({ cluster: secret.name, files, environment, ...(context === undefined ? {} : { context }) });
}
