import { GitopsError } from '../../errors.js';
import type { KubeClient, KubeRequest } from './client.js';

/** A client that starts no more requests after it was stopped. */
export interface StartingClient extends KubeClient {
  /** Whether a request was sent through it. */
  readonly hasBegun: boolean;
}

/**
 * The same client, whose requests are given up with INTERRUPTED while they wait for their turn when the
 * signal aborts. What was sent is finished, so that nobody has to guess what became of it.
 */
export function startUntil(client: KubeClient, signal: AbortSignal): StartingClient {
  let hasBegun = false;
  const request = async <T>(one: KubeRequest, own?: AbortSignal) => {
    try {
      const response = await client.request<T>({ ...one, startSignal: signal }, own);
      hasBegun = true;
      return response;
    } catch (error) {
      hasBegun ||= !(GitopsError.is(error) && error.code === 'INTERRUPTED');
      throw error;
    }
  };
  return {
    cluster: client.cluster,
    server: client.server,
    confined: client.confined,
    get statistics() {
      return client.statistics;
    },
    get hasBegun() {
      return hasBegun;
    },
    request,
    watch: (path, query, own) => client.watch(path, query, own),
    close: () => client.close(),
  };
}
