import type { ClusterSecret } from '../../src/argocd/clusters/cluster-secret.js';
import type { AccessOptions } from '../../src/cluster/access/access-options.js';
import { connect } from '../../src/cluster/connect.js';
import { testCluster } from '../helpers/cluster.js';

const secret = (over: Partial<ClusterSecret> = {}): ClusterSecret => ({
  name: 'dev',
  type: 'kubeconfig',
  labels: {},
  ...over,
});

async function versionVia(one: ClusterSecret, access: AccessOptions): Promise<number> {
  const client = await connect(one, access);
  try {
    return (await client.request({ method: 'GET', path: '/version' })).status;
  } finally {
    client.close();
  }
}

test('the access file wins over what the Cluster says, also for an EKS cluster', async () => {
  const { userKubeconfig, context } = await testCluster();
  const accessFile = { clusters: { prod: { kubeconfig: userKubeconfig, context } } };
  const eks = secret({
    name: 'prod',
    type: 'eks',
    server: 'https://ABC.gr7.eu-west-1.eks.amazonaws.com',
    caData: 'Q0E=',
    region: 'eu-west-1',
  });

  expect(await versionVia(eks, { accessFile, environment: {} })).toBe(200);
});

test("a Cluster's context is looked for in the operator's kubeconfig", async () => {
  const { userKubeconfig, context } = await testCluster();

  expect(await versionVia(secret({ context }), { kubeconfigPath: userKubeconfig, environment: {} })).toBe(200);
  expect(await versionVia(secret({ context }), { environment: { KUBECONFIG: userKubeconfig } })).toBe(200);
  expect(
    await versionVia(secret({ type: 'in-cluster', context }), { environment: { KUBECONFIG: userKubeconfig } }),
  ).toBe(200);
});

test.each([
  {
    case: 'no kubeconfig at all',
    access: { environment: {} },
    message: "there is no way in to cluster 'dev': no kubeconfig was found",
  },
  {
    case: 'an access file without it',
    access: { environment: {}, accessFile: { clusters: {} } },
    message: "there is no way in to cluster 'dev': no kubeconfig was found, and the access file has no entry for it",
  },
])('a cluster that cannot be reached is one error that names the ways: $case', async ({ access, message }) => {
  await expect(connect(secret(), access)).rejects.toMatchObject({
    code: 'CLUSTER_ACCESS_MISSING',
    message,
    hint: "Give one of: a kubeconfig context 'dev' (--kubeconfig, KUBECONFIG); an entry 'clusters.dev' in the access file (--access FILE).",
  });
});

test('a missing context is told with those that exist', async () => {
  const { userKubeconfig, context } = await testCluster();

  await expect(
    connect(secret({ context: 'nope' }), { kubeconfigPath: userKubeconfig, environment: {} }),
  ).rejects.toMatchObject({
    code: 'CLUSTER_ACCESS_MISSING',
    message: `there is no way in to cluster 'dev': there is no context 'nope' for cluster 'dev' in the kubeconfig: there is '${context}'`,
    cause: expect.objectContaining({ hint: `Read was '${userKubeconfig}'.` }),
  });
});
