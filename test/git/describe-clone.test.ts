import { openRepository } from '../../src/git/open-repository.js';
import type { Clone } from '../../src/git/repository.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';

/** With the git command and without it: both must say the same. */
async function describeBoth({ directory }: TempRepository): Promise<Clone> {
  const native = await (await openRepository(directory, { engine: 'native' })).describeClone();
  expect(await (await openRepository(directory, { engine: 'isomorphic' })).describeClone()).toEqual(native);
  return native;
}

test('a new repository has its branch before the first commit, and no remote', async () => {
  await using repository = tempRepository();
  repository.git('symbolic-ref', 'HEAD', 'refs/heads/master');

  expect(await describeBoth(repository)).toEqual({
    branch: 'master',
    branches: [],
    fetched: [],
    remotes: [],
    isShallow: false,
  });
});

test('a clone knows the branches of its remotes and which of them is the default', async () => {
  await using origin = tempRepository();
  origin.commit('first');
  origin.git('branch', 'release/1.0');
  const url = `file://${origin.directory}`;
  await using clone = tempRepository({ cloneOf: { source: url } });
  clone.git('checkout', '-q', '-b', 'feature');
  clone.git('remote', 'add', 'a.b', 'git@git.example.com:shop/gitops.git');
  clone.git('remote', 'set-url', '--push', 'a.b', 'git@push.example.com:shop/gitops.git');

  expect(await describeBoth(clone)).toEqual({
    branch: 'feature',
    branches: ['feature', 'main', 'release/1.0'],
    fetched: ['origin/main', 'origin/release/1.0'],
    remotes: [
      {
        name: 'a.b',
        urls: ['git@git.example.com:shop/gitops.git', 'git@push.example.com:shop/gitops.git'],
        defaultBranch: undefined,
        fetchesAll: true,
      },
      { name: 'origin', urls: [url], defaultBranch: 'main', fetchesAll: true },
    ],
    isShallow: false,
  });
});

test('a clone of one branch says that it knows no others; a detached HEAD has no branch', async () => {
  await using origin = tempRepository();
  origin.commit('first');
  origin.git('branch', 'feature');
  await using clone = tempRepository({
    cloneOf: { source: `file://${origin.directory}`, arguments: ['--depth', '1', '-b', 'feature'] },
  });
  clone.git('checkout', '-q', '--detach');

  expect(await describeBoth(clone)).toMatchObject({
    branch: undefined,
    branches: ['feature'],
    fetched: ['origin/feature'],
    remotes: [{ name: 'origin', fetchesAll: false }],
    isShallow: true,
  });
});
