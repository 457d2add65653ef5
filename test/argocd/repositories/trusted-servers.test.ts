import { trustedServers } from '../../../src/argocd/repositories/trusted-servers.js';
import { FileSet } from '../../../src/files/file-set.js';
import { issueCertificate } from '../../../src/local-cluster/certificate.js';
import { createRemoteSources } from '../../../src/workflow/sources/remote-sources.js';
import { startGitServer } from '../../helpers/git-server.js';

const configMap = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

test("are those of Argo CD's ConfigMaps, also in a List, and of no other object", () => {
  const content = [
    { apiVersion: 'v1', kind: 'List', items: [configMap('argocd-tls-certs-cm', { 'Git.example.com': 'PEM' })] },
    configMap('argocd-ssh-known-hosts-cm', { ssh_known_hosts: 'git.example.com ssh-ed25519 AAAA\n', other: 'x' }),
    configMap('other', { 'x.example.com': 'PEM', ssh_known_hosts: 'x' }),
  ];

  expect(trustedServers(content.map((one) => JSON.stringify(one)).join('\n---\n'), 'repositories.yaml')).toEqual({
    certificates: new Map([['git.example.com', 'PEM']]),
    knownHosts: 'git.example.com ssh-ed25519 AAAA\n',
  });
  expect(trustedServers('', 'repositories.yaml')).toEqual({ certificates: new Map() });
});

test('of the file of the operator count, and not of what is committed', async () => {
  const now = new Date();
  const authority = {
    ...issueCertificate({ now, commonName: 'authority', use: 'authority' }),
    commonName: 'authority',
  };
  const { key, certificate: cert } = issueCertificate({
    now,
    commonName: 'server',
    use: 'server',
    hosts: ['127.0.0.1'],
    issuer: authority,
  });
  const server = await startGitServer({ tls: { key, cert } });
  try {
    const commit = server.commit('shop.git', { 'a.yaml': 'a: 1\n' });
    const content = JSON.stringify(configMap('argocd-tls-certs-cm', { '127.0.0.1': authority.certificate }));
    const given = createRemoteSources(
      { sources: { repositories: { file: 'repositories.yaml', content } } },
      FileSet.EMPTY,
    );
    const committed = createRemoteSources({}, FileSet.of({ 'argocd/certs.yaml': content }));

    expect((await given.git(`${server.url}shop.git`, 'main')).revision).toBe(commit);
    await expect(committed.git(`${server.url}shop.git`, 'main')).rejects.toMatchObject({
      code: 'GIT_REMOTE_FAILED',
      message: expect.stringMatching(/certificate/i),
    });
  } finally {
    await server.stop();
  }
});
