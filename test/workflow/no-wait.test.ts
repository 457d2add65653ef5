import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, Engine, read } from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

test('a timeout of 0 applies every wave, waits for none, and says so', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('no-wait')];
  const early = deployment(namespace, 'early', { behaviour: 'never-ready' });
  const late = deployment(namespace, 'late', {});
  const inWave = { ...late, metadata: { ...late.metadata, annotations: { 'argocd.argoproj.io/sync-wave': '5' } } };
  const application = argoApplication(namespace, [early, inWave]);

  const { result } = await new Engine(client).sync([application], { timeoutMs: 0 });

  expect(result).toMatchObject({ outcome: 'synced', message: 'health was not waited for', created: 2, unhealthy: [] });
  expect(await read(client, `/apis/apps/v1/namespaces/${namespace}/deployments/late`)).toBeDefined();
});
