import { GitopsError } from '../../errors.js';
import type { KubeClient } from './client.js';

/**
 * Creates a namespace that does not exist. One that exists is left exactly as it is. An account that may not
 * ask is taken to have been given an existing one.
 */
export async function ensureNamespace(client: KubeClient, name: string): Promise<void> {
  const path = '/api/v1/namespaces';
  try {
    await client.request({ method: 'GET', path: `${path}/${name}` });
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_FORBIDDEN') return;
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_NOT_FOUND') throw error;
    await create(client, path, name);
  }
}

async function create(client: KubeClient, path: string, name: string): Promise<void> {
  try {
    await client.request({ method: 'POST', path, body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
  } catch (error) {
    // Somebody else created it meanwhile.
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_CONFLICT') throw error;
  }
}
