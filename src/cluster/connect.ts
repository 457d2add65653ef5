import type { ClusterSecret } from '../argocd/cluster-secret.js';
import { GitopsError } from '../errors.js';
import type { AccessEntry } from './access/access-file.js';
import type { AccessOptions } from './access/access-options.js';
import { inClusterEndpoint } from './access/in-cluster.js';
import { kubeconfigEndpoint } from './access/kubeconfig.js';
import { defaultKubeconfigFiles } from './access/kubeconfig-files.js';
import { checkPins } from './identity/guard.js';
import type { KubeClient } from './transport/client.js';
import type { Endpoint } from './transport/endpoint.js';
import { createHttpClient, type HttpClientOptions } from './transport/http-client.js';

/**
 * A client for a Cluster of the repository. The access file's entry wins; otherwise its type decides: `eks` by the AWS credential chain, `kubeconfig` by a context, `in-cluster` by the
 * pod's service account or, outside a pod, by the context of its name. Asks the cluster nothing yet.
 *
 * @throws GitopsError CLUSTER_ACCESS_MISSING naming the ways in, CLUSTER_ACCESS_INVALID, CLUSTER_WRONG_CLUSTER when the way leads elsewhere than the repository pins
 */
export async function connect(secret: ClusterSecret, access: AccessOptions, options: HttpClientOptions = {}): Promise<KubeClient> {
  const entry = access.accessFile?.clusters[secret.name];
  const endpoint = entry ? await byEntry(secret, entry, access) : await byType(secret, access);
  GitopsError.throwAll(checkPins(secret, endpoint));
  return createHttpClient(endpoint, options);
}

async function byEntry(secret: ClusterSecret, entry: AccessEntry, access: AccessOptions): Promise<Endpoint> {
  if (entry.inCluster) return inClusterEndpoint(secret.name, access.environment);
  if (!entry.kubeconfig && !entry.context) return entry.eks ? eks(secret, access, entry) : byType(secret, access);
  const files = entry.kubeconfig ? [entry.kubeconfig] : defaultKubeconfigFiles(access);
  if (files.length === 0) throw missing(secret, access);
  return kubeconfigEndpoint({
    cluster: secret.name,
    files,
    environment: access.environment,
    ...(entry.context === undefined ? {} : { context: entry.context }),
  });
}

async function byType(secret: ClusterSecret, access: AccessOptions): Promise<Endpoint> {
  const { environment } = access;
  if (secret.type === 'eks') return eks(secret, access, {});
  if (secret.type === 'in-cluster' && environment['KUBERNETES_SERVICE_HOST']) return inClusterEndpoint(secret.name, environment);
  const files = defaultKubeconfigFiles(access);
  if (files.length === 0) throw missing(secret, access);
  try {
    return await kubeconfigEndpoint({ cluster: secret.name, files, context: secret.context ?? secret.name, environment });
  } catch (cause) {
    throw GitopsError.is(cause) ? missing(secret, access, cause) : cause;
  }
}

async function eks(secret: ClusterSecret, access: AccessOptions, entry: AccessEntry): Promise<Endpoint> {
  const { eksEndpoint } = await import('./eks/endpoint.js');
  return eksEndpoint(secret, access, entry.eks);
}

function missing({ name, context, type }: ClusterSecret, access: AccessOptions, cause?: GitopsError): GitopsError {
  const unnamed = access.accessFile ? `, and the access file has no entry for it` : '';
  const ways = [
    `a kubeconfig context '${context ?? name}' (--kubeconfig, KUBECONFIG)`,
    `an entry 'clusters.${name}' in the access file (--access FILE)`,
    ...(type === 'in-cluster' ? ['a run inside the cluster with a service account'] : []),
  ];
  return new GitopsError(
    'CLUSTER_ACCESS_MISSING',
    `there is no way in to cluster '${name}': ${cause?.message ?? 'no kubeconfig was found'}${unnamed}`,
    {
      hint: `Give one of: ${ways.join('; ')}.`,
      cause,
    },
  );
}
