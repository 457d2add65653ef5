import { findRepository } from '../../../src/argocd/repositories/find-repository.js';
import { parseCommittedRepositories, parseRepositories } from '../../../src/argocd/repositories/parse-repositories.js';
import { thrownBy } from '../../helpers/thrown-by.js';

const secret = (name: string, fields: Readonly<Record<string, string>>, type = 'repository', key = 'stringData') =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, labels: {argocd.argoproj.io/secret-type: ${type}}}\n${key}: ${JSON.stringify(fields)}\n`;

const FILE = [
  secret('shop', { url: 'https://git.example.com/shop/gitops.git', type: 'git' }),
  secret('own', { url: 'https://git.example.com/shop/own', username: 'own', password: 'o' }),
  secret('all', { url: 'https://git.example.com', username: 'all', password: 'a' }, 'repo-creds'),
  secret('team', { url: 'https://git.example.com/shop', username: 'team', password: 't' }, 'repo-creds'),
  secret('ssh', { url: 'git@ssh.example.com:shop', sshPrivateKey: 'k' }, 'repo-creds'),
  secret('app', { url: 'https://app.example.com', githubAppID: '1', githubAppPrivateKey: 'k' }, 'repo-creds'),
  secret(
    'encoded',
    { url: Buffer.from('registry.example.com/charts').toString('base64'), enableOCI: 'dHJ1ZQ==' },
    'repository',
    'data',
  ),
  'apiVersion: v1\nkind: Secret\nmetadata: {name: other}\n',
].join('---\n');

describe("repositories as Argo CD's Secrets have them", () => {
  const entries = parseRepositories(FILE, 'repositories.yaml');

  test.each([
    ['https://git.example.com/shop/gitops', 'team'],
    ['https://git.example.com/Shop/GitOps.git/', 'team'],
    ['https://robot@git.example.com/shop/gitops.git', 'team'],
    ['https://git.example.com/shop/own.git', 'own'],
    ['https://git.example.com/other/x', 'all'],
    ['https://git.example.com.evil.net/shop/x', undefined],
    ['http://git.example.com/shop/x', undefined],
    ['https://elsewhere.example.com/x', undefined],
  ])('%s is entered as %s', (url, username) => {
    expect(findRepository(url, entries)?.username).toBe(username);
  });

  test('a key serves both ways to write an SSH URL', () => {
    expect(findRepository('git@ssh.example.com:shop/x.git', entries)?.sshPrivateKey).toBe('k');
    expect(findRepository('ssh://git@ssh.example.com/shop/x', entries)?.sshPrivateKey).toBe('k');
  });

  test('encoded data is read, and a registry is one with and without oci://', () => {
    expect(findRepository('oci://registry.example.com/charts', entries)).toMatchObject({ enableOCI: true });
  });

  test('a GitHub App is an error where it would be used, and nowhere else', () => {
    expect(() => findRepository('https://app.example.com/x', entries)).toThrow(
      expect.objectContaining({ code: 'ARGOCD_INVALID_REPOSITORY' }),
    );
  });

  test('everything that is wrong is told at once, without a secret', () => {
    const broken = [
      secret('one', { password: 'sentinel-4711' }),
      secret('two', { url: 'x', type: 'svn' }),
      secret('three', { url: 'x', insecure: 'maybe' }),
    ];

    expect(() => parseRepositories(broken.join('---\n'), 'r.yaml')).toThrow(
      expect.objectContaining({
        problems: [1, 2, 3].map(() => expect.objectContaining({ message: expect.not.stringContaining('sentinel') })),
      }),
    );
  });

  test('each problem has its line, and a field that is not a text is one', () => {
    const file = `apiVersion: v1
kind: Secret
metadata:
  name: shop
  labels: { argocd.argoproj.io/secret-type: repository }
stringData:
  type: svn
  password: 4711
  insecure: true
---
${secret('two', { insecure: 'maybe', enableOCI: 'perhaps', password: 'sentinel-4711' })}`;

    const error = thrownBy(() => parseRepositories(file, 'r.yaml'));

    expect(error.problems.map(({ message, source }) => [source?.line, message])).toEqual([
      [8, "the repository Secret 'shop' cannot be used: stringData.password is not a text"],
      [9, "the repository Secret 'shop' cannot be used: stringData.insecure is not a text"],
      [13, "the repository Secret 'two' cannot be used: url is missing"],
      [14, "the repository Secret 'two' cannot be used: insecure is neither true nor false"],
      [14, "the repository Secret 'two' cannot be used: enableOCI is neither true nor false"],
    ]);
  });

  test('of what Git has only the kind of a repository counts: nothing secret, no proxy, no skipped check', () => {
    const committed = [
      secret('charts', {
        url: 'https://charts.example.com',
        type: 'helm',
        name: 'charts',
        insecure: 'true',
        proxy: 'http://evil.net',
      }),
      secret('leaked', { url: 'https://git.example.com', password: 'sentinel-4711' }),
    ];

    expect(parseCommittedRepositories(committed.join('---\n'), 'r.yaml')).toEqual([
      {
        url: 'https://charts.example.com',
        type: 'helm',
        name: 'charts',
        isTemplate: false,
        enableOCI: false,
        insecure: false,
        insecureOCIForceHttp: false,
      },
    ]);
  });
});

test.each(['aaa', '[a]', 'password: sentinel-4711\n', '{}'])(
  'a file with something else than objects is an error: %s',
  (text) => {
    const error = thrownBy(() => parseRepositories(text, 'r.yaml'));

    expect(error).toMatchObject({ code: 'ARGOCD_INVALID_REPOSITORY', source: { file: 'r.yaml' } });
    expect(`${error.message}${error.hint}`).not.toContain('sentinel');
    expect(parseRepositories('kind: List\napiVersion: v1\nitems: []\n', 'r.yaml')).toEqual([]);
  },
);
