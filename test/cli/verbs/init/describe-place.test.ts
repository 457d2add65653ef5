import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describePlace } from '../../../../src/cli/verbs/init/describe-place.js';
import { tempRepository } from '../../../helpers/temp-repository.js';
import { temporaryFolder } from '../../temporary-folder.js';

const TOKEN = 'https://ci:glpat-secret@git.example.com/shop/gitops.git';

test('a folder without Git, there or not: an example, and what to correct', async () => {
  const folder = temporaryFolder();

  for (const directory of [folder, join(folder, 'a/b c')])
    expect(await describePlace(directory)).toEqual({
      top: undefined,
      prefix: '',
      url: undefined,
      branch: 'main',
      notes: ['write the URL that Argo CD clones into environments/index.ts (url): there is no Git repository yet'],
    });
});

test('a clone gives the url of origin and the default branch of it, whatever is worked on, and no credentials', async () => {
  await using origin = tempRepository();
  origin.commit('first');
  origin.git('branch', '-m', 'stable');
  await using clone = tempRepository({ cloneOf: { source: `file://${origin.directory}` } });
  clone.git('checkout', '-q', '-b', 'add-gitops');
  clone.git('remote', 'set-url', 'origin', TOKEN);
  clone.git('remote', 'add', 'fork', 'git@fork.example.com:x/y.git');

  expect(await describePlace(join(clone.directory, 'deploy/prod one'))).toEqual({
    top: clone.directory,
    prefix: 'deploy/prod one',
    url: 'https://git.example.com/shop/gitops.git',
    branch: 'stable',
    notes: [],
  });
});

test.each<{
  readonly case: string;
  readonly setUp: readonly (readonly string[])[];
  readonly url?: string;
  readonly branch: string;
  readonly notes: readonly string[];
}>([
  {
    case: 'the only remote',
    setUp: [['remote', 'add', 'hub', 'git@github.com:shop/x.git']],
    url: 'git@github.com:shop/x.git',
    branch: 'main',
    notes: [],
  },
  {
    case: 'several remotes without an origin',
    setUp: [
      ['remote', 'add', 'a', TOKEN],
      ['remote', 'add', 'b', 'git@github.com:shop/x.git'],
    ],
    branch: 'main',
    notes: ["none of the remotes 'a', 'b' is 'origin'"],
  },
  { case: 'no remote', setUp: [], branch: 'main', notes: ['the clone has no remote yet'] },
  {
    case: 'a remote that is a folder',
    setUp: [['remote', 'add', 'origin', '/srv/git/x.git']],
    branch: 'main',
    notes: ["Argo CD cannot clone '/srv/git/x.git', the remote 'origin'"],
  },
  {
    case: 'a remote without a URL',
    setUp: [['config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*']],
    branch: 'main',
    notes: ["Argo CD cannot clone '', the remote 'origin'"],
  },
  {
    case: 'master',
    setUp: [
      ['branch', '-m', 'master'],
      ['remote', 'add', 'o', TOKEN],
    ],
    url: 'https://git.example.com/shop/gitops.git',
    branch: 'master',
    notes: [],
  },
  {
    case: 'a feature branch beside main',
    setUp: [
      ['checkout', '-q', '-b', 'x'],
      ['remote', 'add', 'o', TOKEN],
    ],
    url: 'https://git.example.com/shop/gitops.git',
    branch: 'main',
    notes: [],
  },
  {
    case: 'one branch of another name',
    setUp: [
      ['branch', '-m', 'env'],
      ['remote', 'add', 'o', TOKEN],
    ],
    url: 'https://git.example.com/shop/gitops.git',
    branch: 'env',
    notes: [],
  },
  {
    case: 'a detached HEAD and no branch',
    setUp: [
      ['checkout', '-q', '--detach'],
      ['branch', '-D', 'main'],
      ['remote', 'add', 'o', TOKEN],
    ],
    url: 'https://git.example.com/shop/gitops.git',
    branch: 'main',
    notes: ['HEAD is detached'],
  },
])('$case', async ({ setUp, url, branch, notes }) => {
  await using repository = tempRepository();
  repository.commit('first');
  for (const command of setUp) repository.git(...command);

  const place = await describePlace(repository.directory);

  expect(place).toMatchObject({ top: repository.directory, prefix: '', branch });
  expect(place.url).toBe(url);
  expect(place.notes).toEqual(notes.map((note) => expect.stringContaining(note)));
  expect(JSON.stringify(place)).not.toContain('secret');
});

test('a repository without a commit has the branch that its first one will be on', async () => {
  await using repository = tempRepository();
  repository.git('symbolic-ref', 'HEAD', 'refs/heads/master');

  expect((await describePlace(repository.directory)).branch).toBe('master');
});

test('a bare repository is refused', async () => {
  await using bare = tempRepository({ bare: true });
  mkdirSync(join(bare.directory, 'x'));

  await expect(describePlace(bare.directory)).rejects.toMatchObject({ code: 'GIT_NO_WORKING_TREE' });
});
