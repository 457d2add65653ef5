import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { GitAccess } from '../../../src/git/remote/git-access.js';
import { listRemote } from '../../../src/git/remote/list-remote.js';
import { readRemoteTree } from '../../../src/git/remote/read-remote-tree.js';
import { issueCertificate } from '../../../src/local-cluster/certificate.js';
import { httpGet } from '../../../src/registry/http-get.js';
import { type GitServer, type GitServerOptions, startGitServer } from '../../helpers/git-server.js';
import { needs } from '../../helpers/needs.js';

const now = new Date();
const pairOf = (options: Omit<Parameters<typeof issueCertificate>[0], 'now'>) => issueCertificate({ now, ...options });
const authority = { ...pairOf({ commonName: 'authority', use: 'authority' }), commonName: 'authority' };
const other = pairOf({ commonName: 'other', use: 'authority' });
const server = pairOf({ commonName: 'server', use: 'server', hosts: ['127.0.0.1'], issuer: authority });
const client = pairOf({ commonName: 'robot', use: 'client', issuer: authority });
const folder = mkdtempSync(join(tmpdir(), 'git-servers-'));
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serve(
  options: GitServerOptions = {},
): Promise<{ readonly commit: string; readonly url: string; readonly git: GitServer }> {
  const git = await startGitServer(options);
  cleanups.push(() => git.stop());
  return { git, commit: git.commit('shop.git', { 'a.yaml': 'a: 1\n' }), url: `${git.url}shop.git` };
}

const main = async (url: string, access: GitAccess = {}) => (await listRemote({ url, access })).refs['refs/heads/main'];
const refused = async (url: string, access: GitAccess = {}): Promise<string> =>
  main(url, access).then(
    () => 'accepted',
    (error: Error) => error.message,
  );

describe('a server with a certificate of its own authority', () => {
  const tls = { key: server.key, cert: server.certificate };

  test('is entered with that authority, or when nothing is to be checked, and not otherwise', async () => {
    const { url, commit } = await serve({ tls });

    expect(await main(url, { tlsCertificateAuthority: authority.certificate })).toBe(commit);
    expect(
      (await readRemoteTree({ url, access: { tlsCertificateAuthority: authority.certificate } }, commit)).files.size,
    ).toBe(1);
    expect(await main(url, { insecure: true })).toBe(commit);
    expect(await refused(url)).toMatch(/certificate/i);
    expect(await refused(url, { tlsCertificateAuthority: other.certificate })).toMatch(/certificate/i);
  });

  test('that wants one of its clients too gets the one that was given', async () => {
    const { url, commit } = await serve({
      tls: { ...tls, ca: authority.certificate, requestCert: true, rejectUnauthorized: true },
    });
    const access = { tlsCertificateAuthority: authority.certificate };

    expect(await main(url, { ...access, tlsClientCertData: client.certificate, tlsClientCertKey: client.key })).toBe(
      commit,
    );
    expect(await refused(url, access)).not.toBe('accepted');
  });

  test('is one for charts too; for another host that it sends to, the authority does not count', async () => {
    const far = createTlsServer(tls, (_request, response) => response.end('far'));
    const near = createTlsServer(tls, ({ url }, response) =>
      url === '/far'
        ? response.writeHead(302, { location: `https://127.0.0.1:${(far.address() as AddressInfo).port}/` }).end()
        : response.end('near'),
    );
    for (const one of [far, near]) {
      await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
      cleanups.push(() => one.close());
    }
    const url = `https://127.0.0.1:${(near.address() as AddressInfo).port}/`;
    const options = { access: { tlsCertificateAuthority: authority.certificate, timeoutMs: 5_000 }, maxBytes: 1_000 };

    expect((await httpGet(url, options)).body.toString()).toBe('near');
    await expect(httpGet(`${url}far`, options)).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      message: expect.stringMatching(/certificate/i),
    });
    await expect(httpGet(url, { ...options, access: { timeoutMs: 5_000 } })).rejects.toMatchObject({
      message: expect.stringMatching(/certificate/i),
    });
  });
});

test('a proxy is gone through, by TLS as a tunnel, and not where noProxy says so', async () => {
  const seen: string[] = [];
  const proxy = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url?.replace(/\?.*/, '')}`);
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    const [host, port] = (request.url ?? '').split(':');
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const plain = await serve();
  const secure = await serve({ tls: { key: server.key, cert: server.certificate } });
  const access = { proxy: address, tlsCertificateAuthority: authority.certificate };

  expect(await main(secure.url, access)).toBe(secure.commit);
  expect(await refused(plain.url, access)).toContain('502');
  expect(await main(plain.url, { ...access, noProxy: '127.0.0.1' })).toBe(plain.commit);

  expect([...new Set(seen)]).toEqual([`CONNECT ${new URL(secure.git.url).host}`, `GET ${plain.url}/info/refs`]);
});

/** A key pair of ssh. */
function keyPair(name: string): { readonly file: string; readonly key: string; readonly public: string } {
  const file = join(folder, name);
  if (!existsSync(file)) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  return { file, key: readFileSync(file, 'utf8'), public: readFileSync(`${file}.pub`, 'utf8').trim() };
}

const withSshd = needs(
  existsSync('/usr/sbin/sshd') && userInfo().uid === 0,
  'sshd in /usr/sbin (package openssh-server), or no root who starts it',
).describe;

withSshd('a real SSH server', () => {
  async function sshServer(): Promise<{ readonly url: string; readonly known: string; readonly commit: string }> {
    const { git, commit } = await serve();
    const { port } = await freeAddress();
    mkdirSync('/run/sshd', { recursive: true });
    const keys = join(folder, 'authorized_keys');
    writeFileSync(keys, `${keyPair('user').public}\n`);
    const settings = [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${keyPair('host').file}`,
      `AuthorizedKeysFile ${keys}`,
      'StrictModes no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      'UsePAM no',
      'PidFile none',
    ];
    writeFileSync(join(folder, 'sshd_config'), `${settings.join('\n')}\n`);
    const daemon = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    cleanups.push(() => daemon.kill());
    await new Promise<void>((resolve) =>
      daemon.stderr.on('data', (text: Buffer) => text.includes('listening') && resolve()),
    );
    const [type, key] = keyPair('host').public.split(' ');
    return {
      url: `ssh://${userInfo().username}@127.0.0.1:${port}${git.folder}/shop.git`,
      known: `[127.0.0.1]:${port} ${type} ${key}\n`,
      commit,
    };
  }

  test('is entered with the key of the Secret where it is the known one, and with no other', async () => {
    const { url, known, commit } = await sshServer();
    const stranger = known.replace(/ssh-ed25519 .*/, keyPair('stranger').public);

    expect(await main(url, { sshPrivateKey: keyPair('user').key, sshKnownHosts: known })).toBe(commit);
    expect(
      (await readRemoteTree({ url, access: { sshPrivateKey: keyPair('user').key, sshKnownHosts: known } }, commit))
        .files.size,
    ).toBe(1);
    expect(await main(url, { sshPrivateKey: keyPair('user').key, insecure: true })).toBe(commit);
    expect(await refused(url, { sshPrivateKey: keyPair('stranger').key, sshKnownHosts: known })).toMatch(
      /permission denied/i,
    );
    expect(await refused(url, { sshPrivateKey: keyPair('user').key, sshKnownHosts: stranger })).toMatch(
      /host key verification failed|identification has changed|host key/i,
    );
    expect(await refused(url, { sshPrivateKey: keyPair('user').key, sshKnownHosts: '' })).not.toBe('accepted');
  });
});

test('ssh gets the key in a file that nobody else reads, gone afterwards, and never asks a person', async () => {
  const { git, commit } = await serve();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const noted = join(folder, 'noted');
  // What a server does: it runs the command that comes last.
  writeFileSync(
    join(bin, 'ssh'),
    `#!/bin/sh\necho "$*" >> '${noted}'\nwhile [ "$1" != -i ]; do shift; done\nstat -c %a "$2" >> '${noted}'; head -n 1 "$2" >> '${noted}'\nfor last; do :; done\nexec sh -c "$last"\n`,
  );
  chmodSync(join(bin, 'ssh'), 0o755);
  const path = process.env['PATH'];
  process.env['PATH'] = `${bin}:${path}`;
  try {
    expect(
      await main(`git@git.example.com:${git.folder}/shop.git`, {
        sshPrivateKey: keyPair('user').key,
        sshKnownHosts: 'x',
      }),
    ).toBe(commit);
  } finally {
    process.env['PATH'] = path;
  }

  const [command = '', mode, line] = readFileSync(noted, 'utf8')
    .split('\n')
    .filter((text) => !/(?:^| )-G /.test(text));
  expect([mode, line]).toEqual(['600', '-----BEGIN OPENSSH PRIVATE KEY-----']);
  expect(command).toMatch(
    /-o IdentitiesOnly=yes -o BatchMode=yes .* -o StrictHostKeyChecking=yes .* git@git\.example\.com git-upload-pack/,
  );
  for (const [, file = ''] of command.matchAll(/(?:-i |UserKnownHostsFile=)(\S+)/g))
    expect([file, existsSync(file)]).toEqual([file, false]);
});

async function freeAddress(): Promise<AddressInfo> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return address;
}
