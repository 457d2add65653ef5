import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterSecret } from '../../src/argocd/clusters/cluster-secret.js';
import type { AccessEntry } from '../../src/cluster/access/access-file.js';
import { kubeconfigEndpoint } from '../../src/cluster/access/kubeconfig.js';
import { connect } from '../../src/cluster/connect.js';
import type { GitopsError } from '../../src/errors.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';

afterEach(closeClients);

const base64 = (text: string | undefined): string => Buffer.from(text ?? '').toString('base64');
const clusterSecret = (server: string, config: object, name = 'prod', secretName = `cluster-${name}`): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: secretName, labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
  data: { name: base64(name), server: base64(server), config: base64(JSON.stringify(config)) },
});
const inGit = (over: Partial<ClusterSecret> = {}): ClusterSecret => ({
  name: 'prod',
  type: 'kubeconfig',
  labels: {},
  ...over,
});

async function way() {
  const { userKubeconfig, server } = await testCluster();
  const endpoint = await kubeconfigEndpoint({ cluster: 'test', files: [userKubeconfig], environment: {} });
  const { certificate, key } = await endpoint.credentials();
  return { server, caData: base64(endpoint.certificateAuthority), certData: base64(certificate), keyData: base64(key) };
}

/** The name by which the API server knows whoever connects. */
async function whoIs(
  secrets: readonly KubeObject[],
  cluster = inGit(),
  clusters: Readonly<Record<string, AccessEntry>> = {},
): Promise<string> {
  const client = await connect(cluster, {
    environment: {},
    accessFile: { clusters },
    registry: { origin: 'the test', secrets },
  });
  try {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const answer = await client.request<{ status: { userInfo: { username: string } } }>({ method: 'POST', path, body });
    return answer.body.status.userInfo.username;
  } finally {
    client.close();
  }
}

async function serviceAccountToken(): Promise<{ readonly token: string; readonly user: string }> {
  const [client, namespace] = [await testClient(), await testNamespace('registry')];
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`;
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const answer = await client.request<{ status: { token: string } }>({ method: 'POST', path, body });
  return { token: answer.body.status.token, user: `system:serviceaccount:${namespace}:default` };
}

test('a bearer token, a client certificate and an unchecked certificate of a cluster Secret reach the cluster', async () => {
  const { server, caData, certData, keyData } = await way();
  const { token, user } = await serviceAccountToken();

  expect(await whoIs([clusterSecret(server, { bearerToken: token, tlsClientConfig: { caData } })])).toBe(user);
  expect(await whoIs([clusterSecret(server, { tlsClientConfig: { caData, certData, keyData } })])).toBe('deployer');
  expect(await whoIs([clusterSecret(server, { bearerToken: token, tlsClientConfig: { insecure: true } })])).toBe(user);
  expect(
    await whoIs([clusterSecret(server, { bearerToken: token, tlsClientConfig: { caData, serverName: 'kubernetes' } })]),
  ).toBe(user);
});

test('a wrong CA, a wrong server name and a wrong token are refused, and none of them is told', async () => {
  const { server, caData, certData } = await way();
  const bearerToken = 's3ntinel-token';
  const attempt = async (config: object) => whoIs([clusterSecret(server, config)]).catch((error) => error);
  const errors: readonly GitopsError[] = [
    // The client's own certificate is no authority.
    await attempt({ bearerToken, tlsClientConfig: { caData: certData } }),
    await attempt({ bearerToken, tlsClientConfig: { caData, serverName: 'other.example.com' } }),
    await attempt({ bearerToken, tlsClientConfig: { caData } }),
    await attempt({ username: 'somebody', password: 's3ntinel-password', tlsClientConfig: { caData } }),
  ];

  expect(errors.map(({ code }) => code)).toEqual([
    'CLUSTER_UNREACHABLE',
    'CLUSTER_UNREACHABLE',
    'CLUSTER_UNAUTHORIZED',
    'CLUSTER_FORBIDDEN',
  ]);
  expect(
    errors.map((error) => `${error.message} ${error.hint} ${error.stack} ${JSON.stringify(error)}`).join(),
  ).not.toContain('s3ntinel');
});

test('the proxy of a cluster Secret is gone through, and its password is in no error', async () => {
  const { server, caData, certData, keyData } = await way();
  const seen: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
    seen.push(request.url);
    const [host = '', port] = (request.url ?? '').split(':');
    const other = connectSocket(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(other).pipe(socket);
    });
    for (const one of [socket, other]) sockets.add(one.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = proxy.address() as AddressInfo;
    const through = (proxyUrl: string) =>
      whoIs([
        clusterSecret(server, { tlsClientConfig: { caData, certData, keyData }, proxyUrl, disableCompression: true }),
      ]);

    expect(await through(`http://127.0.0.1:${port}`)).toBe('deployer');
    expect(seen).toEqual([new URL(server).host]);
    const error: GitopsError = await through('http://user:s3ntinel@127.0.0.1:1').catch((cause) => cause);
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(`${error.message} ${error.hint} ${error.stack} ${JSON.stringify(error)}`).not.toContain('s3ntinel');
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  }
});

test('a command is never run unless the operator maps it, and then only the one that the operator gives', async () => {
  const { server, caData } = await way();
  const { token, user } = await serviceAccountToken();
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  try {
    const ran = join(folder, 'ran');
    const secret = clusterSecret(server, {
      execProviderConfig: { command: 'touch', args: [ran] },
      tlsClientConfig: { caData },
    });
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } };
    await writeFile(join(folder, 'credential.json'), JSON.stringify(credential));
    const exec = { command: 'cat', args: [join(folder, 'credential.json')] };

    await expect(whoIs([secret])).rejects.toMatchObject({
      code: 'CLUSTER_ACCESS_MISSING',
      message: expect.stringContaining("cluster 'prod' is reached by the command 'touch'"),
      hint: expect.stringContaining('clusters: { prod: { exec: { command: touch, args: [] } } }'),
    });
    expect(await whoIs([secret], inGit(), { prod: { exec } })).toBe(user);
    // What Git alone says of the address is not trusted with what the command prints.
    const committed = inGit({ server, caData, execCommand: 'touch' });
    await expect(whoIs([], committed, { prod: { exec } })).rejects.toMatchObject({ code: 'CLUSTER_ACCESS_INVALID' });
    await expect(whoIs([], committed, { prod: { exec, server: 'https://other.example.com' } })).rejects.toMatchObject({
      code: 'CLUSTER_WRONG_CLUSTER',
    });
    expect(await whoIs([], committed, { prod: { exec, server } })).toBe(user);
    await expect(whoIs([], committed)).rejects.toMatchObject({
      code: 'CLUSTER_ACCESS_MISSING',
      message: expect.stringContaining("command 'touch'"),
    });
    await expect(rm(ran)).rejects.toMatchObject({ code: 'ENOENT' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('credentials go to no other address than the one that they are registered with, and only when it is clear which are meant', async () => {
  const { server } = await way();
  const secret = clusterSecret(server, { bearerToken: 's3ntinel' });

  await expect(whoIs([secret], inGit({ server: 'https://evil.example.com' }))).rejects.toMatchObject({
    code: 'CLUSTER_WRONG_CLUSTER',
    message: `cluster 'prod' has the address 'https://evil.example.com' in the repository, but '${server}' in the test`,
  });
  await expect(whoIs([secret, clusterSecret(server, {}, 'prod', 'again')])).rejects.toMatchObject({
    code: 'CLUSTER_ACCESS_INVALID',
    message: "several cluster Secrets in the test have the name 'prod': 'cluster-prod', 'again'",
  });
  await expect(whoIs([clusterSecret('not an address', {})])).rejects.toMatchObject({ code: 'ARGOCD_INVALID_CLUSTER' });
});

test('an AWS identity of a cluster Secret is used with the profile that it names, not with other keys at hand', async () => {
  const { caData } = await way();
  const server = 'https://ABC.gr7.eu-west-1.eks.amazonaws.com';
  const secret = clusterSecret(server, {
    awsAuthConfig: { clusterName: 'shop', profile: 'no-such-profile' },
    tlsClientConfig: { caData },
  });
  const environment = {
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 's3ntinel',
    AWS_CONFIG_FILE: '/none',
    AWS_SHARED_CREDENTIALS_FILE: '/none',
  };
  const client = await connect(inGit({ server, type: 'eks' }), {
    environment,
    registry: { origin: 'the test', secrets: [secret] },
  });
  try {
    await expect(client.request({ method: 'GET', path: '/version' })).rejects.toMatchObject({
      code: 'CLUSTER_CREDENTIALS_FAILED',
    });
  } finally {
    client.close();
  }
});
