import { kubeconfigEndpoint } from '../../src/cluster/access/kubeconfig.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { createHttpClient, type HttpClientOptions } from '../../src/cluster/transport/http-client.js';
import { testCluster } from './cluster.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

const opened: { close(): void | Promise<void> }[] = [];

/** A client of the test cluster as the ordinary user; closed by `closeClients`. */
export async function testClient(options: HttpClientOptions = {}): Promise<KubeClient> {
  const cluster = await testCluster();
  const endpoint = await kubeconfigEndpoint({ cluster: 'test', files: [cluster.userKubeconfig], environment: {} });
  const client = createHttpClient(endpoint, options);
  opened.push(client);
  return client;
}

/**
 * A client that reaches the test cluster through a proxy that makes faults; both closed by `closeClients`.
 */
export async function faultyClient(
  options: HttpClientOptions = {},
): Promise<{ readonly client: KubeClient; readonly proxy: FaultProxy }> {
  const cluster = await testCluster();
  const endpoint = await kubeconfigEndpoint({ cluster: 'test', files: [cluster.userKubeconfig], environment: {} });
  const { certificate, key } = await endpoint.credentials();
  const proxy = await startFaultProxy({
    server: endpoint.server,
    certificateAuthority: endpoint.certificateAuthority,
    certificate,
    key,
  });
  const client = createHttpClient(
    { cluster: 'test', server: proxy.server, via: 'the fault proxy', credentials: async () => ({ headers: {} }) },
    options,
  );
  opened.push(client, proxy);
  return { client, proxy };
}

/** For `afterEach`. */
export async function closeClients(): Promise<void> {
  await Promise.all(opened.splice(0).map((one) => one.close()));
}
