import { readFile } from 'node:fs/promises';
import { parseClustersFile } from '../../argocd/clusters/parse-clusters-file.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { reasonOf } from '../transport/cause.js';
import type { KubeClient } from '../transport/client.js';
import type { Endpoint } from '../transport/endpoint.js';
import { createHttpClient } from '../transport/http-client.js';
import { listAll } from '../transport/list.js';
import type { ArgocdAccess } from './access-file.js';
import type { AccessOptions } from './access-options.js';
import type { ClusterRegistry } from './cluster-registry.js';
import { inClusterEndpoint } from './in-cluster.js';
import { kubeconfigEndpoint } from './kubeconfig.js';
import { defaultKubeconfigFiles } from './kubeconfig-files.js';
import { readLiveSettings } from './read-live-settings.js';

/** Argo CD's name of the cluster that it runs in. */
const HOME = 'in-cluster';
const NAMESPACE = 'argocd';
const SELECTOR = 'argocd.argoproj.io/secret-type=cluster';

/**
 * Reads the cluster Secrets of a running Argo CD, by one LIST, with its settings and AppProjects as far as
 * the account may read them; or the cluster Secrets of a file.
 *
 * @throws GitopsError CLUSTER_ACCESS_INVALID, CLUSTER_FORBIDDEN when the account may not list Secrets there,
 * and what reaching the cluster throws
 */
export async function readRegistry(
  argocd: ArgocdAccess,
  access: Pick<AccessOptions, 'kubeconfigPath' | 'environment'>,
  signal?: AbortSignal,
): Promise<ClusterRegistry> {
  if (argocd.secrets !== undefined)
    return { origin: `'${argocd.secrets}'`, secrets: await readSecretsFile(argocd.secrets) };
  const endpoint = await argocdEndpoint(argocd, access);
  const namespace = argocd.namespace ?? NAMESPACE;
  const client = createHttpClient(endpoint);
  try {
    const [secrets, more] = await Promise.all([
      listSecrets(client, namespace, signal),
      readLiveSettings(client, namespace, signal),
    ]);
    return { origin: `the namespace '${namespace}' by ${endpoint.via}`, secrets, ...more };
  } finally {
    client.close();
  }
}

/** The way in to the cluster that Argo CD runs in. */
export async function argocdEndpoint(
  argocd: ArgocdAccess,
  access: Pick<AccessOptions, 'kubeconfigPath' | 'environment'>,
): Promise<Endpoint> {
  if (argocd.inCluster) return inClusterEndpoint(HOME, access.environment);
  const files = argocd.kubeconfig ? [argocd.kubeconfig] : defaultKubeconfigFiles(access);
  if (files.length === 0) {
    throw new GitopsError(
      'CLUSTER_ACCESS_MISSING',
      "there is no way in to the cluster of 'argocd' in the access file: no kubeconfig was found",
      {
        hint: "Give 'argocd' a kubeconfig, or set KUBECONFIG.",
      },
    );
  }
  const { context } = argocd;
  return kubeconfigEndpoint({
    cluster: HOME,
    files,
    environment: access.environment,
    context,
  });
}

async function listSecrets(
  client: KubeClient,
  namespace: string,
  signal: AbortSignal | undefined,
): Promise<readonly KubeObject[]> {
  try {
    const { items } = await listAll(client, `/api/v1/namespaces/${namespace}/secrets`, {
      labelSelector: SELECTOR,
      ...(signal ? { signal } : {}),
    });
    return items;
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_FORBIDDEN') throw error;
    throw new GitopsError('CLUSTER_FORBIDDEN', `the cluster Secrets of Argo CD may not be read: ${error.message}`, {
      cause: error,
      hint: `Grant the identity 'list' on secrets in the namespace '${namespace}', or give a file of them: argocd: { secrets: FILE } in the access file.`,
    });
  }
}

async function readSecretsFile(file: string): Promise<readonly KubeObject[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new GitopsError(
      'CLUSTER_ACCESS_INVALID',
      `the cluster Secrets '${file}' cannot be read: ${reasonOf(cause)}`,
      {
        cause,
        hint: "Correct 'argocd.secrets' in the access file.",
      },
    );
  });
  return parseClustersFile(text, file);
}
