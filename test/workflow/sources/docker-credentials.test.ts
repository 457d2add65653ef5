import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FileSet } from '../../../src/files/file-set.js';
import { dockerCredentials } from '../../../src/workflow/sources/docker-credentials.js';
import { createRemoteSources } from '../../../src/workflow/sources/remote-sources.js';
import { HELM, packChart, startFileServer } from '../../helpers/chart-servers.js';
import { HELM_COMMAND, needs } from '../../helpers/needs.js';

const SENTINEL = 'sentinel-4714';
const folder = mkdtempSync(join(tmpdir(), 'docker-credentials-'));
const environment = { PATH: `${folder}:${process.env['PATH']}`, HOME: folder };
const asked = join(folder, 'asked');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(asked, { force: true }));

/** A helper that notes for which server it was asked. */
function helper(name: string, answer: string): void {
  const file = join(folder, `docker-credential-${name}`);
  writeFileSync(file, `#!/bin/sh\nread -r server\necho "$1 $server" >> '${asked}'\n${answer}\n`);
  chmodSync(file, 0o755);
}
const print = (user: string, secret: string) =>
  `echo '${JSON.stringify({ ServerURL: 'x', Username: user, Secret: secret })}'`;
const login = (user: string, password: string) => ({ auth: Buffer.from(`${user}:${password}`).toString('base64') });
const reference = (registry: string, repository = 'team/web') => ({ registry, repository });
const of = (registry: ReturnType<typeof reference>, ...configs: object[]) =>
  dockerCredentials(registry, {
    environment,
    registryConfigs: configs.map((config) => ({ file: 'config.json', content: JSON.stringify(config) })),
  });

helper('own', print('from-helper', 'one'));
helper('all', print('from-store', 'two'));
helper('empty', 'echo "credentials not found in native keychain"; exit 1');
helper('broken', 'echo "vault is sealed"; exit 3');
helper('babble', `echo ${SENTINEL}`);
helper('token', print('<token>', SENTINEL));

describe('the user of a registry', () => {
  test.each([
    [
      'as docker login noted it',
      reference('r.example.com'),
      { auths: { 'https://r.example.com/v1/': login('a', 'b:c') } },
      { username: 'a', password: 'b:c' },
    ],
    [
      'of Docker Hub under its old name',
      reference('docker.io'),
      { auths: { 'https://index.docker.io/v1/': login('hub', 'p') } },
      { username: 'hub', password: 'p' },
    ],
    [
      'of the longest path, as podman notes it',
      reference('r.io'),
      { auths: { 'r.io': login('all', 'p'), 'r.io/team': login('team', 'p'), 'r.io/te': login('no', 'p') } },
      { username: 'team', password: 'p' },
    ],
    [
      'by the helper of the registry',
      reference('r.io'),
      { credHelpers: { 'r.io': 'own' }, credsStore: 'all', auths: { 'r.io': login('x', 'y') } },
      { username: 'from-helper', password: 'one' },
    ],
    [
      'by the helper for all',
      reference('r.io'),
      { credHelpers: { 'other.io': 'own' }, credsStore: 'all' },
      { username: 'from-store', password: 'two' },
    ],
    [
      'noted, where the helper for all knows none',
      reference('r.io'),
      { credsStore: 'empty', auths: { 'r.io': login('x', 'y') } },
      { username: 'x', password: 'y' },
    ],
    [
      'noted, where the helper for all is not on this machine',
      reference('r.io'),
      { credsStore: 'desktop', auths: { 'r.io': login('x', 'y') } },
      { username: 'x', password: 'y' },
    ],
    [
      'none',
      reference('r.io'),
      { auths: { 'r.io': {}, 'evil.r.io': login('x', 'y') }, credHelpers: { 'r.io.evil': 'own' } },
      {},
    ],
  ])('%s', async (_, registry, config, expected) => {
    expect(await of(registry, config)).toEqual(expected);
  });

  test('is that of the first file that has one; a file that is not JSON has none', async () => {
    const given = [
      { auths: {} },
      { auths: { 'r.io': login('second', 'p') } },
      { auths: { 'r.io': login('third', 'p') } },
    ];
    expect(await of(reference('r.io'), ...given)).toEqual({ username: 'second', password: 'p' });
    expect(await dockerCredentials(reference('r.io'), { registryConfigs: [{ file: 'x', content: '{' }] })).toEqual({});
  });

  test('a helper is asked for the registry, and for Docker Hub by its old URL', async () => {
    await of(reference('r.io:5000'), { credsStore: 'all' });
    await of(reference('docker.io'), { credsStore: 'all' });

    expect(readFileSync(asked, 'utf8')).toBe('get r.io:5000\nget https://index.docker.io/v1/\n');
  });

  test.each([
    ['broken', "the credential helper 'docker-credential-broken' for 'r.io' ended with 3: vault is sealed"],
    ['gone', "'docker-credential-gone' for 'r.io' is not on PATH"],
    ['babble', 'did not print a user and a secret as JSON'],
    ['token', 'gives an identity token, which is not supported'],
    ['../../bin/sh', 'has a name that is not the name of a program'],
  ])(
    "the helper '%s' of a registry that gives none is an error without what it printed as an answer",
    async (name, message) => {
      const failed = await of(reference('r.io'), { credHelpers: { 'r.io': name } }).catch((error: unknown) => error);

      expect(failed).toMatchObject({
        code: 'REGISTRY_FAILED',
        message: expect.stringContaining(message),
        hint: expect.stringContaining('--repositories'),
      });
      expect(JSON.stringify(failed) + String(failed)).not.toContain(SENTINEL);
    },
  );

  test('an identity token beside an empty password is told', async () => {
    const entry = { ...login('00000000-0000-0000-0000-000000000000', ''), identitytoken: SENTINEL };
    await expect(of(reference('r.io'), { auths: { 'r.io': entry } })).rejects.toMatchObject({
      message: expect.stringContaining('identity token'),
    });
  });
});

needs(
  HELM !== undefined,
  HELM_COMMAND,
).test('a helper opens a registry that wants a user, and is not asked for what is cached', async () => {
  const server = await startFileServer({
    intercept: ({ headers }, response) => {
      const isKnown = headers.authorization === `Basic ${Buffer.from('from-helper:one').toString('base64')}`;
      if (!isKnown) response.writeHead(401, { 'www-authenticate': 'Basic realm="registry"' }).end();
      return !isKnown;
    },
  });
  try {
    const archive = readFileSync(packChart(folder, 'web', '1.2.0', { 'templates/x.yaml': 'a: b\n' }));
    const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
    const layer = { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest };
    const write = (path: string, content: string | Buffer) => {
      mkdirSync(dirname(join(server.folder, path)), { recursive: true });
      writeFileSync(join(server.folder, path), content);
    };
    write('v2/team/web/manifests/1.2.0', JSON.stringify({ layers: [layer] }));
    write(`v2/team/web/blobs/${digest}`, archive);
    const host = server.url.replace('http://', '');
    const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: plain, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {url: "${host}", enableOCI: "true", insecureOCIForceHttp: "true"}\n`;
    const sources = {
      environment,
      registryConfigs: [{ file: 'config.json', content: JSON.stringify({ credHelpers: { [host]: 'own' } }) }],
      repositories: { file: 'repositories.yaml', content: secret },
    };
    const request = { repoURL: `${host}/team`, chart: 'web', version: '1.2.0' };
    const fetch = () =>
      createRemoteSources({ sources, cacheDirectory: join(folder, 'cache') }, FileSet.EMPTY).chart(request);

    expect((await fetch()).tree.files.has('Chart.yaml')).toBe(true);
    expect(readFileSync(asked, 'utf8')).toBe(`get ${host}\n`);
    rmSync(asked);
    expect((await fetch()).tree.files.has('Chart.yaml')).toBe(true);
    expect(existsSync(asked)).toBe(false);
  } finally {
    await server.stop();
  }
});
