import { parseClusterConfig } from '../argocd/clusters/cluster-config.js';
import {
  type ClusterSecret,
  IN_CLUSTER_SERVER,
  parseClusterSecret,
  secretTexts,
} from '../argocd/clusters/cluster-secret.js';
import { GitopsError } from '../errors.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { AccessEntry } from './access/access-file.js';
import type { AccessOptions } from './access/access-options.js';
import { registeredSecret } from './access/cluster-registry.js';
import type { ExecPlugin } from './access/exec-plugin.js';
import { inClusterEndpoint } from './access/in-cluster.js';
import { kubeconfigEndpoint } from './access/kubeconfig.js';
import { defaultKubeconfigFiles } from './access/kubeconfig-files.js';
import { argocdEndpoint } from './access/read-registry.js';
import { commandIsNotRun, secretEndpoint } from './access/secret-endpoint.js';
import { checkPins } from './identity/guard.js';
import type { KubeClient } from './transport/client.js';
import { confineClient } from './transport/confine-client.js';
import type { Endpoint } from './transport/endpoint.js';
import { createHttpClient, type HttpClientOptions } from './transport/http-client.js';

/**
 * A client for a Cluster of the repository. The access file's entry wins; then the cluster Secret of the Argo
 * CD that the access file names; otherwise its type decides: `eks` by the AWS credential chain, `kubeconfig`
 * by a context, `in-cluster` by the pod's service account or, outside a pod, by the context of its name. Asks
 * the cluster nothing yet.
 *
 * @throws GitopsError CLUSTER_ACCESS_MISSING naming the ways in, CLUSTER_ACCESS_INVALID,
 * ARGOCD_INVALID_CLUSTER, CLUSTER_WRONG_CLUSTER when the way leads elsewhere than the repository pins
 */
export async function connect(
  secret: ClusterSecret,
  access: AccessOptions,
  options: HttpClientOptions = {},
): Promise<KubeClient> {
  const entry = access.accessFile?.clusters[secret.name];
  const endpoint = entry ? await byEntry(secret, entry, access) : await byType(secret, access);
  GitopsError.throwAll(checkPins(secret, endpoint));
  return confineClient(createHttpClient(endpoint, options), secret);
}

async function byEntry(secret: ClusterSecret, entry: AccessEntry, access: AccessOptions): Promise<Endpoint> {
  if (entry.inCluster) return inClusterEndpoint(secret.name, access.environment);
  if (entry.exec) return byCommand(secret, { ...entry, exec: entry.exec }, access);
  if (!entry.kubeconfig && !entry.context) return entry.eks ? eks(secret, access, entry) : byType(secret, access);
  const files = entry.kubeconfig ? [entry.kubeconfig] : defaultKubeconfigFiles(access);
  if (files.length === 0) throw missingError(secret, access);
  return kubeconfigEndpoint({
    cluster: secret.name,
    files,
    environment: access.environment,
    context: entry.context,
  });
}

/**
 * What the operator's command prints goes to an address that is the operator's too: the registered one, or
 * that of the entry.
 */
function byCommand(
  cluster: ClusterSecret,
  { exec, server }: AccessEntry & { readonly exec: ExecPlugin },
  access: AccessOptions,
): Endpoint {
  const { environment, registry } = access;
  const registered = registeredSecret(registry, cluster.name, server ?? cluster.server);
  if (registered !== undefined)
    return secretEndpoint({
      cluster: cluster.name,
      secret: registered,
      origin: registry?.origin ?? '',
      exec,
      environment,
    });
  if (server === undefined) throw withoutAddress(cluster);
  const secret = describedBy(cluster, server);
  const origin = 'the access file';
  registeredSecret({ origin, secrets: [secret] }, cluster.name, cluster.server);
  return secretEndpoint({ cluster: cluster.name, secret, origin, exec, environment });
}

/** A cluster Secret with an address of the operator, and the CA that the repository has for it. */
function describedBy({ name, caData }: ClusterSecret, server: string): KubeObject {
  const config = caData === undefined ? {} : { tlsClientConfig: { caData } };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    stringData: { name, server, config: JSON.stringify(config) },
  };
}

async function byType(secret: ClusterSecret, access: AccessOptions): Promise<Endpoint> {
  const { environment, accessFile } = access;
  const registered = await byRegistry(secret, access);
  if (registered) return registered;
  if (secret.type === 'eks') return eks(secret, access, {});
  if (secret.type === 'in-cluster' && accessFile?.argocd && accessFile.argocd.secrets === undefined) {
    return { ...(await argocdEndpoint(accessFile.argocd, access)), cluster: secret.name };
  }
  if (secret.type === 'in-cluster' && environment['KUBERNETES_SERVICE_HOST'])
    return inClusterEndpoint(secret.name, environment);
  const files = defaultKubeconfigFiles(access);
  if (files.length === 0) throw missingError(secret, access);
  try {
    return await kubeconfigEndpoint({
      cluster: secret.name,
      files,
      context: secret.context ?? secret.name,
      environment,
    });
  } catch (cause) {
    throw GitopsError.is(cause) ? missingError(secret, access, cause) : cause;
  }
}

/** Undefined when the registry does not know the cluster, or says of it only that it is Argo CD's own. */
async function byRegistry({ name, server }: ClusterSecret, access: AccessOptions): Promise<Endpoint | undefined> {
  const { registry, environment } = access;
  const secret = registeredSecret(registry, name, server);
  if (registry === undefined || secret === undefined || secretTexts(secret)['server'] === IN_CLUSTER_SERVER)
    return undefined;
  const { aws, proxyUrl } = parseClusterConfig(secret);
  const cluster = aws && parseClusterSecret(secret);
  if (cluster === undefined) return secretEndpoint({ cluster: name, secret, origin: registry.origin, environment });
  const endpoint = await eks(cluster, access, aws?.profile === undefined ? {} : { eks: { profile: aws.profile } });
  return proxyUrl === undefined ? endpoint : { ...endpoint, proxy: proxyUrl };
}

async function eks(secret: ClusterSecret, access: AccessOptions, entry: AccessEntry): Promise<Endpoint> {
  const { eksEndpoint } = await import('./eks/endpoint.js');
  return eksEndpoint(secret, access, entry.eks);
}

function withoutAddress({ name, server }: ClusterSecret): GitopsError {
  return new GitopsError(
    'CLUSTER_ACCESS_INVALID',
    `the command for cluster '${name}' has no address: the one in Git is not trusted with credentials`,
    {
      hint: `Add the address that you expect: clusters: { ${name}: { exec: { … }, server: ${server ?? 'https://…'} } }.`,
    },
  );
}

function missingError(
  { name, context, type, execCommand }: ClusterSecret,
  access: AccessOptions,
  cause?: GitopsError,
): GitopsError {
  if (execCommand !== undefined) return commandIsNotRun(name, execCommand, 'Git');
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
