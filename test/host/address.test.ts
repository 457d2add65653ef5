import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  credentialsOf,
  hasPassword,
  projectRuleUrl,
  repositoryIdentity,
  repositoryKey,
  withoutCredentials,
  withoutCredentialsIn,
} from '../../src/host/address.js';

const SECRET = 's3cr3t';

/** An address, and how it is shown. */
const FORMS: readonly (readonly [address: string, shown: string])[] = [
  ['', ''],
  ['https://git.example.com/team/a.git', 'https://git.example.com/team/a.git'],
  ['https://u:s3cr3t@git.example.com/team/a.git', 'https://git.example.com/team/a.git'],
  ['HTTPS://u:s3cr3t@git.example.com/a', 'HTTPS://git.example.com/a'],
  ['https://s3cr3t@git.example.com/a', 'https://git.example.com/a'],
  ['https://:s3cr3t@git.example.com/a', 'https://git.example.com/a'],
  ['https://u:@git.example.com/a', 'https://git.example.com/a'],
  ['https://u:p@s3cr3t@git.example.com/a', 'https://git.example.com/a'],
  ['https://u:p%40s3cr3t@git.example.com/a', 'https://git.example.com/a'],
  ['https://u:s3cr3t/x@git.example.com/a', 'https://git.example.com/a'],
  ['https://u:s3cr3t?x@git.example.com/a', 'https://git.example.com/a'],
  ['https://u:s3cr3t#x@git.example.com/a', 'https://git.example.com/a'],
  ['https://u:s3cr3t@[::1]:8443/a', 'https://[::1]:8443/a'],
  ['https://[::1]:8443/a@b', 'https://[::1]:8443/a@b'],
  ['https://git.example.com:8443/team/a@b', 'https://git.example.com:8443/team/a@b'],
  ['https://git.example.com/team/a@v1', 'https://git.example.com/team/a@v1'],
  ['https://git.example.com', 'https://git.example.com'],
  ['https://u:s3cr3t@git.example.com', 'https://git.example.com'],
  ['https://git.example.com/a?access_token=s3cr3t', 'https://git.example.com/a?access_token=(hidden)'],
  ['https://git.example.com/a?ref=v1&private_token=s3cr3t', 'https://git.example.com/a?ref=v1&private_token=(hidden)'],
  [
    'https://git.example.com/a?X-Amz-Signature=s3cr3t&version=2',
    'https://git.example.com/a?X-Amz-Signature=(hidden)&version=2',
  ],
  [
    'https://git.example.com/a?ref=v1&timeout=90s&submodules=false',
    'https://git.example.com/a?ref=v1&timeout=90s&submodules=false',
  ],
  ['https://git.example.com/a?%61ccess_token=s3cr3t', 'https://git.example.com/a?%61ccess_token=(hidden)'],
  ['https://git.example.com/a?token=', 'https://git.example.com/a?token='],
  ['https://git.example.com/a?flag', 'https://git.example.com/a?flag'],
  ['https://git.example.com/a#access_token=s3cr3t', 'https://git.example.com/a#access_token=(hidden)'],
  ['https://git.example.com/a#readme', 'https://git.example.com/a#readme'],
  ['http://u:s3cr3t@charts.example.com/stable', 'http://charts.example.com/stable'],
  ['ssh://git@git.example.com/team/a.git', 'ssh://git@git.example.com/team/a.git'],
  ['ssh://git:s3cr3t@git.example.com/team/a.git', 'ssh://git@git.example.com/team/a.git'],
  ['ssh://git:s3cr3t@git.example.com:2222/team/a.git', 'ssh://git@git.example.com:2222/team/a.git'],
  ['ssh://git.example.com/team/a.git', 'ssh://git.example.com/team/a.git'],
  ['git+ssh://git:s3cr3t@git.example.com/a', 'git+ssh://git@git.example.com/a'],
  ['git@git.example.com:team/a.git', 'git@git.example.com:team/a.git'],
  ['git:s3cr3t@git.example.com:team/a.git', 'git@git.example.com:team/a.git'],
  ['git.example.com:team/a.git', 'git.example.com:team/a.git'],
  ['git@ssh.dev.azure.com:v3/org/team/a', 'git@ssh.dev.azure.com:v3/org/team/a'],
  ['git::https://u:s3cr3t@git.example.com/a?ref=v1', 'git::https://git.example.com/a?ref=v1'],
  ['git::ssh://git:s3cr3t@git.example.com/a?sshkey=s3cr3t', 'git::ssh://git@git.example.com/a?sshkey=(hidden)'],
  ['git::git@git.example.com:team/a', 'git::git@git.example.com:team/a'],
  ['git://u:s3cr3t@git.example.com/a', 'git://git.example.com/a'],
  ['oci://registry.example.com/charts', 'oci://registry.example.com/charts'],
  ['oci://u:s3cr3t@registry.example.com/charts', 'oci://registry.example.com/charts'],
  ['registry.example.com/charts', 'registry.example.com/charts'],
  ['registry.example.com:5000/charts', 'registry.example.com:5000/charts'],
  ['file:///srv/git/a.git', 'file:///srv/git/a.git'],
  ['/srv/git/a@b', '/srv/git/a@b'],
  ['../base', '../base'],
  ['github.com/team/a//base?ref=v1', 'github.com/team/a//base?ref=v1'],
  ['https://{{.user}}:{{.token}}@git.example.com/a', 'https://git.example.com/a'],
  ['apps@2', 'apps@2'],
  ['registry.example.com/web:1.0@sha256:abc', 'registry.example.com/web:1.0@sha256:abc'],
  ['web:1.0@sha256:abc', 'web:1.0@sha256:abc'],
];

test.each(FORMS)('%s is shown as %s', (address, shown) => {
  expect(withoutCredentials(address)).toBe(shown);
  expect(withoutCredentials(shown)).toBe(shown);
});

test('no form shows its secret, and one that holds a secret has a password or a user', () => {
  for (const [address, shown] of FORMS.filter(([text]) => text.includes(SECRET))) {
    expect(shown).not.toContain(SECRET);
    expect([address, hasPassword(address) || credentialsOf(address).username === SECRET]).toEqual([address, true]);
  }
});

test.each<[address: string, url: string, username: string | undefined, password: string | undefined]>([
  ['https://u:p%40ss@git.example.com/a?ref=v1', 'https://git.example.com/a?ref=v1', 'u', 'p@ss'],
  ['https://u:p@ss@git.example.com/a', 'https://git.example.com/a', 'u', 'p@ss'],
  ['https://u:p:q@git.example.com/a', 'https://git.example.com/a', 'u', 'p:q'],
  ['https://token@git.example.com/a', 'https://git.example.com/a', 'token', undefined],
  ['https://git.example.com/@scope/x', 'https://git.example.com/@scope/x', undefined, undefined],
  ['ssh://git.example.com:22/@x', 'ssh://git.example.com:22/@x', undefined, undefined],
  ['https://:p@git.example.com/a', 'https://git.example.com/a', undefined, 'p'],
  ['https://u:%zz@git.example.com/a', 'https://git.example.com/a', 'u', '%zz'],
  ['oci://u:p@registry.example.com/charts', 'oci://registry.example.com/charts', 'u', 'p'],
  ['ssh://git:p@git.example.com/a', 'ssh://git@git.example.com/a', undefined, undefined],
  ['git@git.example.com:a', 'git@git.example.com:a', undefined, undefined],
  ['https://git.example.com/a', 'https://git.example.com/a', undefined, undefined],
])('credentials of %s', (address, url, username, password) => {
  expect(credentialsOf(address)).toEqual({
    url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  });
});

test.each([
  {
    name: 'git.example.com/team/repo',
    urls: [
      'https://git.example.com/team/repo.git',
      'https://user:p%40ss@GIT.example.com/team/repo/',
      'https://user:p@ss@git.example.com/team/repo.git',
      'git@git.example.com:team/repo.git',
      'git.example.com:team/repo',
      'ssh://git@git.example.com:2222/team/repo.git',
      'git+ssh://git@git.example.com/team/repo.git',
    ],
  },
  {
    name: 'github.com/team/repo',
    urls: [
      'https://github.com/team/repo',
      'ssh://git@ssh.github.com:443/team/repo.git',
      'git@ssh.github.com:team/repo.git',
    ],
  },
  { name: 'gitlab.com/a/b/c', urls: ['https://gitlab.com/a/b/c.git', 'ssh://git@altssh.gitlab.com:443/a/b/c.git'] },
  {
    name: 'dev.azure.com/org/project/repo',
    urls: ['https://org@dev.azure.com/org/project/_git/repo', 'git@ssh.dev.azure.com:v3/org/project/repo'],
  },
  {
    name: 'git-codecommit.eu-central-1.amazonaws.com/v1/repos/repo',
    urls: [
      'https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/repo',
      'ssh://git-codecommit.eu-central-1.amazonaws.com/v1/repos/repo',
      'codecommit::eu-central-1://repo',
      'codecommit::eu-central-1://deploy@repo',
    ],
  },
])('one repository has one name, however it is reached: $name', ({ name, urls }) => {
  expect(urls.map(repositoryIdentity)).toEqual(urls.map(() => name));
});

test.each([
  ['https://u:p@Git.Example.com/Team/a.git', 'https://git.example.com/team/a'],
  ['git@git.example.com:team/a.git', 'ssh://git.example.com/team/a'],
  ['ssh://git@git.example.com/team/a', 'ssh://git.example.com/team/a'],
  ['oci://registry.example.com/charts/', 'registry.example.com/charts'],
  [' https://git.example.com ', 'https://git.example.com'],
])('a repository Secret with %s is that of %s', (address, key) => {
  expect(repositoryKey(address)).toBe(key);
});

test.each([
  ['https://Git.Example.com/Team/A.git', 'https://git.example.com/team/a'],
  ['https://u@git.example.com/a', 'https://u@git.example.com/a'],
  ['git@git.example.com:team/a.git', 'git@git.example.com/team/a'],
  ['ssh://git@git.example.com/team/a', 'git@git.example.com/team/a'],
])('an AppProject compares %s as %s', (address, compared) => {
  expect(projectRuleUrl(address)).toBe(compared);
});

test('in a text each address is shown as it may be', () => {
  for (const [address, shown] of FORMS.filter(([text]) => text !== '' && !/[<>{}]/.test(text))) {
    const hidden = withoutCredentialsIn(`cannot read '${address}': no (${address} )`);
    expect(hidden).toBe(`cannot read '${shown}': no (${shown} )`);
  }
  expect(
    withoutCredentialsIn("accumulating 'base/git::oci:/u:s3cr3t@h/a': 'web: git:s3cr3t@h:a' and web:1.0@sha256:abc"),
  ).toBe("accumulating 'base/git::oci://h/a': 'web: git@h:a' and web:1.0@sha256:abc");
});

test('a hostile text is read in linear time', () => {
  const long = 'a'.repeat(200_000);
  for (const text of [
    `https://${'@'.repeat(200_000)}`,
    `https://u:${long}`,
    `${'/'.repeat(200_000)}x`,
    `https://h/?${'&a'.repeat(100_000)}`,
    `${long}@${long}`,
  ])
    for (const read of [withoutCredentials, withoutCredentialsIn, repositoryIdentity, repositoryKey, projectRuleUrl])
      expect(read(text).length).toBeGreaterThanOrEqual(0);
});

/**
 * In a character class that leaves out `@` somebody takes an address apart. `mask-text` looks for addresses
 * in the middle of a text.
 */
test('no other file of src takes an address apart', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/^(host\/address|manifest\/mask-text)\.ts$/.test(path),
  );
  const found = files.filter((path) =>
    /\/[^\n]*\[\^[^\]\n]*@[^\]\n]*\][^\n]*\//.test(readFileSync(join('src', path), 'utf8')),
  );
  expect(found).toEqual([]);
});
