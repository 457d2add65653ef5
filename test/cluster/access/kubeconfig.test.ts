import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeconfigEndpoint } from '../../../src/cluster/access/kubeconfig.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, config: object): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }));
  return file;
}

const config = (user: object, cluster: object = {}) => ({
  clusters: [{ name: 'c', cluster: { server: 'https://a.example.com/', ...cluster } }],
  users: [{ name: 'u', user }],
  contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  'current-context': 'x',
});
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('a context gives the address, the CA, TLS settings and the proxy', async () => {
  await writeFile(join(folder, 'ca.pem'), 'FROM FILE');
  const file = await write(
    'a',
    config(
      { token: 't' },
      {
        'certificate-authority': 'ca.pem',
        'tls-server-name': 'k8s',
        'proxy-url': 'socks5://p:1080',
        'insecure-skip-tls-verify': true,
      },
    ),
  );

  const endpoint = await kubeconfigEndpoint({
    cluster: 'prod',
    files: [file],
    environment: { HTTPS_PROXY: 'http://other' },
  });

  expect(endpoint).toMatchObject({
    cluster: 'prod',
    server: 'https://a.example.com',
    certificateAuthority: 'FROM FILE',
    serverName: 'k8s',
    proxy: 'socks5://p:1080',
    insecure: true,
  });
  expect(endpoint.via).toBe(`context 'x' of '${file}'`);
});

test.each([
  { case: 'a token', user: { token: 't1' }, expected: { headers: { authorization: 'Bearer t1' } } },
  {
    case: 'user and password',
    user: { username: 'u', password: 'p' },
    expected: { headers: { authorization: `Basic ${base64('u:p')}` } },
  },
  {
    case: 'a client certificate',
    user: { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
    expected: { headers: {}, certificate: 'CERT', key: 'KEY' },
  },
  {
    case: 'impersonation',
    user: { token: 't', as: 'someone' },
    expected: { headers: { authorization: 'Bearer t', 'Impersonate-User': 'someone' } },
  },
  { case: 'nothing', user: {}, expected: { headers: {} } },
  {
    case: 'a certificate as data and as a file, of which the data count',
    user: {
      'client-certificate-data': base64('CERT'),
      'client-certificate': 'no-such-file',
      'client-key-data': base64('KEY'),
    },
    expected: { headers: {}, certificate: 'CERT', key: 'KEY' },
  },
  {
    case: 'OIDC',
    user: { 'auth-provider': { name: 'oidc', config: { 'id-token': `e30.${base64('{"exp":4102444800}')}.s` } } },
    expected: { headers: { authorization: `Bearer e30.${base64('{"exp":4102444800}')}.s` } },
  },
])('credentials: $case', async ({ user, expected }) => {
  const endpoint = await kubeconfigEndpoint({ cluster: 'c', files: [await write('a', config(user))], environment: {} });

  expect(await endpoint.credentials()).toEqual(expected);
});

test('a token that was replaced in the file is read anew', async () => {
  const file = await write('a', config({ token: 'old' }));
  const endpoint = await kubeconfigEndpoint({ cluster: 'c', files: [file], environment: {} });
  await write('a', config({ token: 'new' }));

  expect(await endpoint.credentials()).toEqual({ headers: { authorization: 'Bearer new' } });
});

test('a token file is found beside the kubeconfig, counts before a token, and is read anew', async () => {
  await writeFile(join(folder, 'token'), 'first\n');
  const file = await write('a', config({ token: 'other', tokenFile: 'token' }));
  const { credentials } = await kubeconfigEndpoint({ cluster: 'c', files: [file], environment: {} });

  expect(await credentials()).toEqual({ headers: { authorization: 'Bearer first' }, expiresAt: expect.any(Number) });
  await writeFile(join(folder, 'token'), 'second\n');
  expect(await credentials()).toMatchObject({ headers: { authorization: 'Bearer second' } });
});

test('of several files the first that names a thing wins, as for kubectl', async () => {
  const first = await write('a', { ...config({ token: 'first' }), 'current-context': '' });
  const second = await write('b', {
    ...config({ token: 'second' }),
    contexts: [{ name: 'y', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'y',
  });

  const endpoint = await kubeconfigEndpoint({ cluster: 'c', files: [first, second], environment: {} });

  expect(endpoint.via).toContain("context 'y'");
  expect(await endpoint.credentials()).toEqual({ headers: { authorization: 'Bearer first' } });
});

test('a plugin is run with its environment and the cluster, and its answer expires', async () => {
  const plugin = join(folder, 'plugin.mjs');
  const script = `const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
console.log(JSON.stringify({ status: { token: [info.spec.cluster.server, process.env.WHO, process.env.GIVEN, process.argv[2]].join(' '), expirationTimestamp: '2030-01-01T00:00:00Z' } }));`;
  await writeFile(plugin, script);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: [plugin, 'arg'],
    env: [{ name: 'WHO', value: 'me' }],
    provideClusterInfo: true,
  };
  const endpoint = await kubeconfigEndpoint({
    cluster: 'c',
    files: [await write('a', config({ exec }))],
    environment: { GIVEN: 'yes' },
  });

  expect(await endpoint.credentials()).toEqual({
    headers: { authorization: 'Bearer https://a.example.com me yes arg' },
    expiresAt: Date.parse('2030-01-01T00:00:00Z'),
  });
});

test.each([
  {
    case: 'is missing',
    exec: { command: 'no-such-plugin-anywhere', installHint: 'Install it.' },
    message: "the credential plugin 'no-such-plugin-anywhere' is not installed",
    hint: 'Install it.',
  },
  {
    case: 'fails',
    exec: { command: process.execPath, args: ['-e', 'console.error("log in"); process.exit(3)'] },
    message: /ended with 3: log in$/,
    hint: /by hand/,
  },
  {
    case: 'prints something else',
    exec: { command: process.execPath, args: ['-e', 'console.log("secret")'] },
    message: /did not print an ExecCredential$/,
    hint: /by hand/,
  },
])('a plugin that $case is one clear error', async ({ exec, message, hint }) => {
  const endpoint = await kubeconfigEndpoint({
    cluster: 'c',
    files: [await write('a', config({ exec }))],
    environment: {},
  });

  await expect(endpoint.credentials()).rejects.toMatchObject({
    code: 'CLUSTER_CREDENTIALS_FAILED',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
    hint: typeof hint === 'string' ? hint : expect.stringMatching(hint),
  });
});

test.each([
  { case: 'no such file', content: undefined, message: /cannot be read: ENOENT/ },
  { case: 'not YAML', content: '{', message: /is not a kubeconfig/ },
  { case: 'empty', content: '', message: /is not a kubeconfig|there is no current context/ },
  {
    case: 'no such context',
    content: JSON.stringify({ ...config({}), 'current-context': 'other' }),
    message: /there is no context 'other' for cluster 'prod' in the kubeconfig: there is 'x'/,
  },
  {
    case: 'context without its cluster',
    content: JSON.stringify({ ...config({}), clusters: [] }),
    message: /names the cluster 'c', which the file does not have/,
  },
  {
    case: 'context without its user',
    content: JSON.stringify({ ...config({}), users: [] }),
    message: /names the user 'u', which the file does not have/,
  },
])('a kubeconfig that cannot be used is one clear error: $case', async ({ content, message }) => {
  const file = join(folder, 'bad');
  if (content !== undefined) await writeFile(file, content);

  await expect(kubeconfigEndpoint({ cluster: 'prod', files: [file], environment: {} })).rejects.toMatchObject({
    code: 'CLUSTER_ACCESS_INVALID',
    message: expect.stringMatching(message),
  });
});

test('of several files the one that has the context is named, and each once where none has it', async () => {
  const [first, second] = [await write('first', { contexts: [] }), await write('second', config({ token: 't' }))];
  const files = [first, second, second];

  expect((await kubeconfigEndpoint({ cluster: 'prod', files, context: 'x', environment: {} })).via).toBe(
    `context 'x' of '${second}'`,
  );
  await expect(kubeconfigEndpoint({ cluster: 'prod', files, context: 'y', environment: {} })).rejects.toMatchObject({
    message: "there is no context 'y' for cluster 'prod' in the kubeconfig: there is 'x'",
    hint: `Read were '${first}' and '${second}'.`,
  });
});
