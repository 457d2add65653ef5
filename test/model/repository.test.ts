import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from '../../src/model/repository.js';
import { messages, repository } from './fixtures.js';

test('a Repository finds its project folder from the file that creates it', () => {
  expect(new Repository({ url: 'git@git.example.com:shop.git' }).root).toBe(join(import.meta.dirname, '../..'));
});

test.each<[string, ConstructorParameters<typeof Repository>[0], RegExp]>([
  ['a URL that is none', { url: 'shop' }, /'shop' is not a Git URL/],
  ['a password in the URL', { url: 'https://me:secret@git.example.com/x.git' }, /the Git URL holds a password/],
  [
    'an output outside',
    { url: 'https://x/y', output: '../elsewhere' },
    /'..\/elsewhere' is not a folder inside the repository/,
  ],
  ['a branch with a space', { url: 'https://x/y', branch: 'my branch' }, /'my branch' is not a branch name/],
  [
    'a root that is no folder: its pins would not be found',
    { url: 'https://x/y', root: '/nonexistent' },
    /root '\/nonexistent' is not a folder/,
  ],
  [
    'a namespace in capitals',
    { url: 'https://x/y', argocdNamespace: 'ArgoCD' },
    /argocdNamespace 'ArgoCD' is not a DNS label/,
  ],
])('%s is reported with the line of the call', (_, props, message) => {
  const root = new Repository({ root: tmpdir(), ...props });

  expect(messages(root._problems)).toEqual([expect.stringMatching(message)]);
  expect(root._problems[0]!.source?.file).toMatch(/repository\.test\.ts$/);
});

test('a password in the URL is not repeated in the error', () => {
  const root = repository({ url: 'https://me:hunter2@git.example.com/x.git' });

  expect(JSON.stringify(root._problems.map(({ message, hint }) => [message, hint]))).not.toContain('hunter2');
});

test('anything but a Repository is told from one, also from another copy of the package', () => {
  const copy = Object.defineProperty({}, Symbol.for('cdk8s-gitops.Repository'), { value: true });

  expect([Repository.is(repository()), Repository.is(copy), Repository.is({}), Repository.is(undefined)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
