import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { conditionsOf } from '../../src/cluster/health/fields.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { issueCertificate } from '../../src/local-cluster/certificate.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';

/** A node whose kubelet answers for logs; everything else about it is simulated as for all nodes. */
export interface LogNode extends AsyncDisposable {
  readonly name: string;
  /** What was asked, such as `/containerLogs/shop/web/main?previous=true`. */
  readonly asked: readonly string[];
}

/**
 * Registers a node where only pods that name it run, and serves the logs of its containers, so that the real
 * API server has a real kubelet to ask.
 *
 * @param answer the log for a path; undefined never answers
 */
export async function logNode(client: KubeClient, answer: (path: string) => string | undefined): Promise<LogNode> {
  const asked: string[] = [];
  const { certificate: cert, key } = issueCertificate({
    commonName: 'kubelet',
    use: 'server',
    hosts: ['127.0.0.1'],
    now: new Date(),
  });
  const server = createServer({ cert, key }, (request, response) => {
    asked.push(request.url ?? '');
    const text = answer(request.url ?? '');
    if (text !== undefined) response.writeHead(200, { 'content-type': 'text/plain' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const name = `logs-${randomBytes(3).toString('hex')}`;
  const taints = [{ key: 'test', value: 'logs', effect: 'NoSchedule' }];
  await client.request({
    method: 'POST',
    path: '/api/v1/nodes',
    body: { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { taints } },
  });
  const status = {
    addresses: [{ type: 'Hostname', address: '127.0.0.1' }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
  };
  // What simulates nodes writes an address of its own once.
  while (!(await isReady(client, name))) await sleep(10);
  await client.request({
    method: 'PATCH',
    path: `/api/v1/nodes/${name}/status`,
    contentType: 'application/merge-patch+json',
    body: { status },
  });
  return {
    name,
    asked,
    [Symbol.asyncDispose]: async () => {
      await client.request({ method: 'DELETE', path: `/api/v1/nodes/${name}` });
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function isReady(client: KubeClient, name: string): Promise<boolean> {
  const { body } = await client.request<KubeObject>({ method: 'GET', path: `/api/v1/nodes/${name}` });
  return conditionsOf(body).some(({ type, status }) => type === 'Ready' && status === 'True');
}
