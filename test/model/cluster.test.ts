import { Cluster, type EksClusterProps } from '../../src/model/cluster.js';
import type { ClusterProps } from '../../src/model/cluster-props.js';
import { CERTIFICATE, messages, repository } from './fixtures.js';

const EKS: EksClusterProps = {
  region: 'eu-central-1',
  account: '012345678901',
  endpoint: 'https://ABC.gr7.eu-central-1.eks.amazonaws.com',
  certificateAuthority: CERTIFICATE,
};

test('an EKS cluster is pinned by its ARN, made of partition, region, account and name', () => {
  const root = repository();

  expect(Cluster.eks(root, 'eu', EKS)._secret).toMatchObject({
    arn: 'arn:aws:eks:eu-central-1:012345678901:cluster/eu',
    eksName: 'eu',
    type: 'eks',
  });
  expect(Cluster.eks(root, 'cn', { ...EKS, region: 'cn-north-1', name: 'Shop_1' })._secret.arn).toBe(
    'arn:aws-cn:eks:cn-north-1:012345678901:cluster/Shop_1',
  );
  expect(Cluster.eks(root, 'gov', { ...EKS, region: 'us-gov-west-1' })._secret.arn).toBe(
    'arn:aws-us-gov:eks:us-gov-west-1:012345678901:cluster/gov',
  );
  expect(root._problems).toEqual([]);
});

test('the local cluster is reached by Argo CD at its own address', () => {
  expect(Cluster.inCluster(repository())._secret).toEqual({
    name: 'in-cluster',
    type: 'in-cluster',
    server: 'https://kubernetes.default.svc',
    labels: {},
  });
});

test.each<[string, Partial<EksClusterProps>, RegExp]>([
  ['an account of eleven digits', { account: '12345678901' }, /account '12345678901' is not twelve digits/],
  ['no region', { region: 'Frankfurt' }, /region 'Frankfurt' is not an AWS region/],
  ['a bad EKS name', { name: 'a b' }, /'a b' is not the name of an EKS cluster/],
  ['an http endpoint', { endpoint: 'http://x' }, /'http:\/\/x' is not the URL of an API server/],
  ['a certificate that is none', { certificateAuthority: 'bm9uZQ==' }, /is not a PEM certificate/],
  [
    'a private key',
    { certificateAuthority: Buffer.from('-----BEGIN PRIVATE KEY-----').toString('base64') },
    /holds a private key/,
  ],
  ['a role that is none', { roleArn: 'deployer' }, /'deployer' is not the ARN of an IAM role/],
  [
    'an account read from a variable that is not set',
    { account: undefined as never },
    /account 'undefined' is not twelve digits/,
  ],
  [
    'a region read from a variable that is not set',
    { region: undefined as never },
    /region 'undefined' is not an AWS region/,
  ],
  [
    'an endpoint read from a variable that is not set',
    { endpoint: undefined as never },
    /'undefined' is not the URL of an API server/,
  ],
  [
    'a certificate read from a variable that is not set',
    { certificateAuthority: undefined as never },
    /is not a PEM certificate/,
  ],
  ['a bad label', { labels: { 'a b': 'x' } }, /label 'a b: x' is not a qualified name/],
])('%s is reported', (_, wrong, message) => {
  const root = repository();

  Cluster.eks(root, 'eu', { ...EKS, ...wrong });

  expect(messages(root._problems)).toEqual([expect.stringMatching(message)]);
});

test('an empty context and a second cluster of the same name are reported', () => {
  const root = repository();

  Cluster.kubeconfig(root, 'a', { context: ' ' });
  Cluster.kubeconfig(root, 'a', { context: 'a' });

  expect(messages(root._problems)).toEqual([
    "MODEL_INVALID_VALUE: context ' ' is empty",
    "MODEL_DUPLICATE: Cluster 'a' exists already",
  ]);
});

test.each<[string, ClusterProps, readonly string[]]>([
  [
    'an annotation of synth',
    { annotations: { 'cdk8s-gitops.io/eks-arn': 'x' } },
    ["annotation 'cdk8s-gitops.io/eks-arn' is written by synth"],
  ],
  [
    'a label of Argo CD',
    { labels: { 'argocd.argoproj.io/secret-type': 'x' } },
    ["label 'argocd.argoproj.io/secret-type: x' is written by synth"],
  ],
  ['a project in capitals', { project: 'Shop' }, ["project 'Shop' is not a DNS label"]],
  ['no namespaces', { namespaces: [] }, ['namespaces is not a list of namespaces']],
  ['a namespace with a comma', { namespaces: ['a', 'b,c'] }, ["namespace 'b,c' is not a DNS label"]],
  ['a word for true', { clusterResources: 'yes' as never }, ["clusterResources 'yes' is neither true nor false"]],
  ['half a shard', { shard: 1.5 }, ["shard '1.5' is not a shard"]],
  ['an empty name', { destinationName: ' ' }, ["destinationName ' ' is empty"]],
  ['a misspelt word', { secret: 'externl' as never }, ["secret 'externl' is unknown"]],
  [
    'a field of another type',
    { secret: { config: { disableCompression: 'no' as never } } },
    ["secret.config.disableCompression is neither true nor false: 'no'"],
  ],
  [
    'credentials, all at once and without their values',
    {
      secret: {
        config: {
          password: 'hunter2',
          bearerToken: 'hunter2',
          tlsClientConfig: { keyData: 'hunter2' },
          proxyUrl: 'http://me:hunter2@proxy:3128',
        },
      },
    },
    ['password', 'bearerToken', 'tlsClientConfig.keyData', 'proxyUrl'].map(
      (field) => `secret.config.${field} holds a secret, which would be in Git`,
    ),
  ],
])('%s of any Cluster is reported at its line', (_, props, expected) => {
  const root = repository();

  Cluster.inCluster(root, 'here', props);

  expect(messages(root._problems)).toEqual(
    expected.map((message) => expect.stringContaining(`MODEL_INVALID_VALUE: ${message}`)),
  );
  expect(root._problems[0]?.source?.file).toMatch(/cluster\.test\.ts$/);
  expect(JSON.stringify(root._problems.map(({ message, hint }) => [message, hint]))).not.toContain('hunter2');
});

test('a field of a cluster Secret that a newer Argo CD may know is a warning with the line', () => {
  const root = repository();

  Cluster.inCluster(root, 'here', { secret: { config: { disableCompresion: true }, stringData: { region: 'eu' } } });

  expect(root._problems).toEqual([]);
  expect(root._warnings).toEqual([
    expect.stringMatching(
      /^'secret\.config\.disableCompresion' is a field .*; did you mean 'disableCompression'\? \(test\/model\/cluster\.test\.ts:\d+\)$/,
    ),
    expect.stringMatching(/^'secret\.stringData\.region' is a field/),
  ]);
});
