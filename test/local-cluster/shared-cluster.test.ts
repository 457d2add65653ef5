import { openAdminApi } from '../../src/local-cluster/open-admin-api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';

test('all test files of a run share one control plane, each with namespaces of its own', async () => {
  const cluster = await testCluster();
  const [one, two] = await Promise.all([testNamespace('shared'), testNamespace('shared')]);

  const api = openAdminApi(cluster.directory);
  const { body } = await api.request('GET', '/api/v1/namespaces');
  api.close();

  const names = (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
  expect(names).toEqual(expect.arrayContaining([one, two]));
  expect(one).not.toBe(two);
});
