import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { Credentials, Endpoint } from '../transport/endpoint.js';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The kubelet replaces the token before it expires, so the file is read again after this time. */
const REREAD_MS = 10 * 60_000;

/**
 * The way in of a pod: its service account.
 *
 * @param root folder under which the account's files lie; another one only in tests
 * @throws GitopsError CLUSTER_ACCESS_MISSING outside a pod
 */
export async function inClusterEndpoint(
  cluster: string,
  environment: Readonly<Record<string, string | undefined>>,
  root = ACCOUNT,
): Promise<Endpoint> {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  const certificateAuthority = await readFile(join(root, 'ca.crt'), 'utf8').catch(() => undefined);
  if (!host || !port || certificateAuthority === undefined) throw notInCluster(cluster);
  return {
    cluster,
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    certificateAuthority,
    via: "the pod's service account",
    credentials: () => readToken(cluster, root),
  };
}

async function readToken(cluster: string, root: string): Promise<Credentials> {
  try {
    const token = (await readFile(join(root, 'token'), 'utf8')).trim();
    return { headers: { authorization: `Bearer ${token}` }, expiresAt: Date.now() + REREAD_MS };
  } catch (cause) {
    throw new GitopsError(
      'CLUSTER_CREDENTIALS_FAILED',
      `the service account's token for cluster '${cluster}' cannot be read`,
      {
        hint: 'Let the pod mount its service account (automountServiceAccountToken).',
        cause,
      },
    );
  }
}

function notInCluster(cluster: string): GitopsError {
  return new GitopsError(
    'CLUSTER_ACCESS_MISSING',
    `cluster '${cluster}' is the one this runs in, but this does not run in a pod with a service account`,
    {
      hint: `Run it in the cluster, or say with '--access FILE' which kubeconfig reaches '${cluster}' (docs/access.md).`,
    },
  );
}
