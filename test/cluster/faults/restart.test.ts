import { closeClients, faultyClient } from '../../helpers/api.js';
import type { Fault } from '../../helpers/fault-proxy.js';

afterEach(closeClients);

const FORBIDDEN: Fault = { kind: 'answer', status: 403, message: 'RBAC: clusterrole "cluster-admin" not found' };
const request = { method: 'GET', path: '/api/v1/namespaces/default' } as const;

test('an API server that has just come back may refuse what it permits, until it has read its roles', async () => {
  const { client, proxy } = await faultyClient();
  await client.request(request);
  const faults: (Fault | undefined)[] = [{ kind: 'reset' }, FORBIDDEN, FORBIDDEN];
  proxy.decide = () => faults.shift();

  expect((await client.request(request)).status).toBe(200);
  expect(client.statistics.retries).toBe(3);
});

test('a missing right is told at once when the API server was never away', async () => {
  const { client, proxy } = await faultyClient();
  proxy.decide = () => FORBIDDEN;

  await expect(client.request(request)).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
  expect(proxy.requests).toHaveLength(1);
});
