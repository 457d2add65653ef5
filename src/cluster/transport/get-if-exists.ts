import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient, KubeRequest } from './client.js';

/** One object as it is now; `undefined` where there is none. @throws GitopsError any other answer */
export async function getIfExists(
  client: KubeClient,
  request: Omit<KubeRequest, 'method'>,
  signal?: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return (await client.request<KubeObject>({ method: 'GET', ...request }, signal)).body;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}
