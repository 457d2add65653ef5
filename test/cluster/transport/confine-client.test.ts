import { confineClient } from '../../../src/cluster/transport/confine-client.js';
import { impersonate } from '../../../src/cluster/transport/impersonate.js';
import { closeClients, testClient } from '../../helpers/api.js';

afterEach(closeClients);

test('nothing is listed or watched in the whole cluster where only namespaces of it are managed', async () => {
  const client = confineClient(await testClient(), { namespaces: ['default'] });
  const get = (path: string) => client.request({ method: 'GET', path });
  const before = client.statistics.requests;

  await expect(get('/api/v1/pods')).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
  await expect(get('/apis/apps/v1/deployments')).rejects.toMatchObject({
    code: 'CLUSTER_FORBIDDEN',
    message: "cluster 'test' is managed in the namespaces default only: GET /apis/apps/v1/deployments",
  });
  await expect(client.watch('/api/v1/pods', {})[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'CLUSTER_FORBIDDEN',
  });
  expect(client.statistics.requests).toBe(before);
  for (const path of [
    '/apis',
    '/apis/apps/v1',
    '/version',
    '/api/v1/namespaces/default',
    '/api/v1/namespaces/default/pods',
  ]) {
    await expect(get(path)).resolves.toMatchObject({ status: 200 });
  }
  expect(impersonate(client, 'somebody').confined).toBe(true);
});

test("without namespaces, or where cluster-scoped objects are managed too, the account's own rights decide", async () => {
  const client = await testClient();

  expect(confineClient(client, {})).toBe(client);
  expect(confineClient(client, { namespaces: [] })).toBe(client);
  expect(confineClient(client, { namespaces: ['default'], clusterResources: true })).toBe(client);
});
