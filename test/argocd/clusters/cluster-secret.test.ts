import {
  type ClusterSecret,
  parseClusterSecret,
  parseEksArn,
  toClusterSecretManifest,
} from '../../../src/argocd/clusters/cluster-secret.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const ARN = 'arn:aws:eks:eu-central-1:222222222222:cluster/shop-prod';
const SERVER = 'https://ABC.gr7.eu-central-1.eks.amazonaws.com';

function secret(fields: Partial<KubeObject> & { readonly metadata: KubeObject['metadata'] }): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', ...fields };
}

describe('a cluster Secret', () => {
  const cases: readonly ClusterSecret[] = [
    {
      name: 'prod-eu',
      type: 'eks',
      server: SERVER,
      arn: ARN,
      region: 'eu-central-1',
      eksName: 'shop-prod',
      roleArn: 'arn:aws:iam::222222222222:role/deployer',
      caData: 'Q0E=',
      labels: { stage: 'prod' },
    },
    { name: 'local', type: 'kubeconfig', context: 'gitops-local', labels: {} },
    {
      name: 'lab',
      type: 'kubeconfig',
      context: 'lab',
      server: 'https://lab.example.com:6443',
      caData: 'Q0E=',
      labels: {},
    },
    { name: 'in-cluster', type: 'in-cluster', server: 'https://kubernetes.default.svc', labels: {} },
  ];

  test.each(cases)('of $name ($type) is read back as it was written', (cluster) => {
    expect(parseClusterSecret(toClusterSecretManifest(cluster, 'argocd'))).toEqual(cluster);
  });

  test('is what Argo CD reads for an EKS cluster', () => {
    const manifest = toClusterSecretManifest(cases[0]!, 'argocd');

    expect(manifest).toMatchObject({
      metadata: {
        name: 'cluster-prod-eu',
        namespace: 'argocd',
        labels: { 'argocd.argoproj.io/secret-type': 'cluster', stage: 'prod' },
      },
      stringData: { name: 'prod-eu', server: SERVER },
    });
    expect(JSON.parse((manifest['stringData'] as { config: string }).config)).toEqual({
      awsAuthConfig: { clusterName: 'shop-prod', roleARN: 'arn:aws:iam::222222222222:role/deployer' },
      tlsClientConfig: { insecure: false, caData: 'Q0E=' },
    });
  });

  test('without a server is none that Argo CD would try to connect to', () => {
    const manifest = toClusterSecretManifest(cases[1]!, 'argocd');

    expect(manifest.metadata.labels).not.toHaveProperty(['argocd.argoproj.io/secret-type']);
  });
});

describe('a cluster Secret written by somebody else', () => {
  const labels = { 'argocd.argoproj.io/secret-type': 'cluster' };

  test('is understood from base64 data', () => {
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const config = encode(
      JSON.stringify({ awsAuthConfig: { clusterName: 'shop' }, tlsClientConfig: { caData: 'Q0E=' } }),
    );

    const parsed = parseClusterSecret(
      secret({ metadata: { name: 'x', labels }, data: { name: encode('shop'), server: encode(SERVER), config } }),
    );

    expect(parsed).toEqual({
      name: 'shop',
      type: 'eks',
      server: SERVER,
      region: 'eu-central-1',
      eksName: 'shop',
      caData: 'Q0E=',
      labels: {},
    });
  });

  test('that is the local cluster is in-cluster', () => {
    const stringData = { name: 'hub', server: 'https://kubernetes.default.svc' };

    expect(parseClusterSecret(secret({ metadata: { name: 'x', labels }, stringData }))).toMatchObject({
      name: 'hub',
      type: 'in-cluster',
    });
  });

  test('tells the command that it names and nothing that would run it, nor any credentials', () => {
    const config = JSON.stringify({
      execProviderConfig: { command: 'rm', args: ['-rf'], env: { A: 'value' } },
      bearerToken: 'secret',
    });

    const parsed = parseClusterSecret(
      secret({ metadata: { name: 'x', labels }, stringData: { name: 'a', server: SERVER, config } }),
    );

    expect(parsed).toMatchObject({ execCommand: 'rm' });
    expect(JSON.stringify(parsed)).not.toMatch(/-rf|value|secret/);
  });

  test('says where Argo CD manages anything there, and for which project', () => {
    const stringData = {
      name: 'a',
      server: SERVER,
      namespaces: 'shop, pay,',
      clusterResources: 'true',
      project: 'team',
      shard: '2',
    };

    expect(parseClusterSecret(secret({ metadata: { name: 'x', labels }, stringData }))).toMatchObject({
      namespaces: ['shop', 'pay'],
      clusterResources: true,
      project: 'team',
    });
  });

  test.each([
    ['{"bearerToken": s3ntinel', 'is not JSON'],
    ['[]', 'is not a JSON object'],
  ])('with the config %s is refused', (config, reason) => {
    const broken = secret({ metadata: { name: 'x', labels }, stringData: { config } });

    const attempt = () => parseClusterSecret(broken);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'ARGOCD_INVALID_CLUSTER', message: expect.stringContaining(reason) }),
    );
    // What a parser complains of quotes what it read.
    expect(attempt).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
  });
});

test('labels and annotations may be there without a value, as templates leave them', () => {
  const empty = (key: string) => JSON.parse(`{"name":"x","${key}":null}`) as KubeObject['metadata'];

  expect(parseClusterSecret(secret({ metadata: empty('labels') }))).toBeUndefined();
  const labels = { 'argocd.argoproj.io/secret-type': 'cluster' };
  expect(
    parseClusterSecret(secret({ metadata: { ...empty('annotations'), labels }, stringData: { server: SERVER } }))
      ?.server,
  ).toBe(SERVER);
});

test('an ordinary Secret or another kind is no cluster', () => {
  expect(parseClusterSecret(secret({ metadata: { name: 'x' } }))).toBeUndefined();
  expect(parseClusterSecret({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } })).toBeUndefined();
});

test.each([
  [
    'arn:aws-cn:eks:cn-north-1:123456789012:cluster/a',
    { partition: 'aws-cn', region: 'cn-north-1', account: '123456789012', name: 'a' },
  ],
  ['arn:aws:eks:eu-central-1:1:cluster/a', undefined],
  ['arn:aws:s3:::bucket', undefined],
])('the ARN %s is taken apart', (arn, parts) => {
  expect(parseEksArn(arn)).toEqual(parts);
});
