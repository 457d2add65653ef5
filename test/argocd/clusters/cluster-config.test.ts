import { parseClusterConfig } from '../../../src/argocd/clusters/cluster-config.js';
import { publicClusterSecret } from '../../../src/argocd/clusters/public-cluster-secret.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { thrownBy } from '../../helpers/thrown-by.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const PEM = '-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n';
const secret = (config: object | string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'cluster-prod', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
  stringData: {
    name: 'prod',
    server: 'https://prod.example.com',
    config: typeof config === 'string' ? config : JSON.stringify(config),
  },
});

test('every field of a config is read, from base64 data too', () => {
  const config = {
    bearerToken: 'token',
    tlsClientConfig: {
      insecure: false,
      serverName: 'k8s',
      caData: base64(PEM),
      certData: base64(PEM),
      keyData: base64(PEM),
    },
    awsAuthConfig: { clusterName: 'prod', roleARN: 'arn:aws:iam::1:role/r', profile: 'p' },
    execProviderConfig: { command: 'gcloud', args: ['a'] },
    proxyUrl: 'http://proxy.example.com:3128',
    disableCompression: true,
  };
  const data = { config: base64(JSON.stringify(config)) };

  expect(parseClusterConfig({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, data })).toEqual({
    bearerToken: 'token',
    insecure: false,
    serverName: 'k8s',
    certificateAuthority: PEM,
    certificate: PEM,
    key: PEM,
    aws: { clusterName: 'prod', roleArn: 'arn:aws:iam::1:role/r', profile: 'p' },
    command: 'gcloud',
    proxyUrl: 'http://proxy.example.com:3128',
    disableCompression: true,
  });
  expect(parseClusterConfig(secret({ username: 'u', password: 'p', tlsClientConfig: { insecure: true } }))).toEqual({
    username: 'u',
    password: 'p',
    insecure: true,
    disableCompression: false,
  });
  expect(parseClusterConfig(secret(''))).toEqual({ insecure: false, disableCompression: false });
});

test.each<[config: object | string, ...reasons: string[]]>([
  ['{"bearerToken": s3ntinel}', 'its config is not a JSON object'],
  ['["s3ntinel"]', 'its config is not a JSON object'],
  [
    { bearerToken: 7, tlsClientConfig: [] },
    "its 'tlsClientConfig' is not an object",
    "its 'bearerToken' is not a text",
  ],
  [{ bearerToken: 's3ntinel', username: 's3ntinel' }, 'it has both a bearer token and a user'],
  [{ tlsClientConfig: { certData: base64(PEM) } }, "it has only one of 'certData' and 'keyData'"],
  [{ tlsClientConfig: { caData: 's3ntinel' } }, "its 'caData' is not PEM in base64"],
  [
    { tlsClientConfig: { caData: base64(PEM), insecure: true } },
    "it has 'caData' and is 'insecure': one of them means nothing",
  ],
  [{ proxyUrl: 'ftp://u:s3ntinel@proxy' }, "its 'proxyUrl' is not an http, https or socks5 address"],
])('the config %j is refused, and no value of it is told', (config, ...reasons) => {
  const error = thrownBy(() => parseClusterConfig(secret(config)));
  const told = GitopsError.each(error).map(
    ({ code, message, hint, cause }) => `${code} ${message} ${hint} ${String(cause)}`,
  );

  expect(
    told.map(
      (one) => /^ARGOCD_INVALID_CLUSTER cluster Secret 'cluster-prod' cannot be used: (.*?) Correct /.exec(one)?.[1],
    ),
  ).toEqual(reasons);
  expect(told.join()).not.toContain('s3ntinel');
});

test('a public cluster Secret says which cluster it is, and keeps no credentials', () => {
  const config = {
    bearerToken: 's3ntinel',
    username: 's3ntinel',
    password: 's3ntinel',
    tlsClientConfig: { caData: base64(PEM), certData: 's3ntinel', keyData: 's3ntinel' },
    awsAuthConfig: { clusterName: 'prod', roleARN: 'role' },
    execProviderConfig: { command: 'gcloud', args: ['s3ntinel'], env: { TOKEN: 's3ntinel' } },
    proxyUrl: 'http://u:s3ntinel@proxy',
  };
  const full = secret(config);
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': 's3ntinel', team: 'shop' };
  const found = publicClusterSecret({
    ...full,
    metadata: { ...full.metadata, annotations },
    data: { other: base64('s3ntinel') },
  });

  expect(JSON.stringify(found)).not.toMatch(/s3ntinel|czNudGluZWw/);
  expect(found).toMatchObject({
    metadata: { name: 'cluster-prod', annotations: { team: 'shop' } },
    stringData: { name: 'prod', server: 'https://prod.example.com' },
  });
  expect(JSON.parse((found['stringData'] as { config: string }).config)).toEqual({
    awsAuthConfig: { clusterName: 'prod', roleARN: 'role' },
    tlsClientConfig: { caData: base64(PEM) },
    execProviderConfig: { command: 'gcloud' },
  });
  expect(publicClusterSecret(secret('{'))['stringData']).toEqual({ name: 'prod', server: 'https://prod.example.com' });
});
