import { join } from 'node:path';
import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import { FileSet } from '../../../src/files/file-set.js';
import { openRepository } from '../../../src/git/open-repository.js';
import { ownIdentities, ownRepository } from '../../../src/workflow/revision/own-repository.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const FILES = FileSet.of({ 'apps/shop/a.yaml': 'a\n' });
const application = (repoURL: string, path: string): ArgoApplication => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'a' },
  spec: { project: 'default', source: { repoURL, path }, destination: {} },
});
const chart = (repoURL: string): ArgoApplication => {
  const found = application(repoURL, '');
  return { ...found, spec: { ...found.spec, source: { repoURL, chart: 'redis' } } };
};
/** It takes value files from the repository. */
const lender = (repoURL: string): ArgoApplication => ({
  ...application(repoURL, ''),
  spec: {
    project: 'default',
    sources: [
      { repoURL: 'https://charts.example.com', chart: 'web', targetRevision: '1.0.0' },
      { repoURL, ref: 'settings' },
    ],
    destination: {},
  },
});
const [OURS, THEIRS] = ['https://git.example.com/team/ours.git', 'https://git.example.com/team/theirs.git'];

/** Which of both repositories are the one at hand. */
async function own(
  remotes: readonly string[],
  ...applications: readonly ArgoApplication[]
): Promise<readonly string[]> {
  await using repository = tempRepository();
  for (const [index, url] of remotes.entries()) repository.git('remote', 'add', `r${index}`, url);
  const isOwn = await ownRepository(await openRepository(repository.directory), applications, FILES);
  return [OURS, THEIRS].filter(isOwn);
}

test.each<[what: string, remotes: string[], applications: ArgoApplication[], expected: string[]]>([
  [
    'a remote says it, in any spelling',
    ['git@git.example.com:team/ours'],
    [application(OURS, 'apps/shop'), application(THEIRS, 'apps/shop')],
    [OURS],
  ],
  [
    'a mirror: the one URL of all sources, if a path is here',
    ['https://mirror.example.com/x.git'],
    [application(OURS, 'apps/shop')],
    [OURS, THEIRS],
  ],
  [
    'a mirror: one path that is here is enough',
    ['https://mirror.example.com/x.git'],
    [application(OURS, 'gone'), application(OURS, 'apps/shop')],
    [OURS, THEIRS],
  ],
  [
    'a mirror: charts, OCI registries, placeholders and folders beside it do not count',
    ['https://mirror.example.com/x.git'],
    [
      application(OURS, 'apps/shop'),
      chart('https://charts.example.com'),
      application('OCI://registry.example.com/x', 'a'),
      application('https://git.example.com/{{team}}/x.git', 'a'),
      application('https://git.example.com/$(TEAM)/x.git', 'a'),
      application('', 'apps/shop'),
    ],
    [OURS, THEIRS],
  ],
  ['a mirror without any source', ['https://mirror.example.com/x.git'], [], [OURS, THEIRS]],
  ['a remote says it, and there is no other source', [OURS], [application(OURS, 'apps/shop')], [OURS]],
  ['no remote, and the only source has no path here', [], [application(THEIRS, 'gone')], [OURS, THEIRS]],
  [
    'a mirror whose only source has no path here',
    ['https://mirror.example.com/x.git'],
    [application(THEIRS, 'gone')],
    [],
  ],
  [
    'no remote: the only one whose paths are here',
    [],
    [application(OURS, 'apps/shop'), application(THEIRS, 'gone')],
    [OURS],
  ],
  [
    'no remote: a source that only lends files says nothing',
    [],
    [application(OURS, 'apps/shop'), lender(THEIRS)],
    [OURS],
  ],
  [
    'no remote, and paths of both are here: nobody knows',
    [],
    [application(OURS, 'apps/shop'), application(THEIRS, 'apps')],
    [],
  ],
  [
    'remotes that are none of several',
    ['https://mirror.example.com/x.git'],
    [application(OURS, 'apps/shop'), application(THEIRS, 'gone')],
    [],
  ],
])('%s', async (_, remotes, applications, expected) => {
  expect(await own(remotes, ...applications)).toEqual(expected);
});

test('the empty address, of a folder that a user names, is the one at hand, whatever the remotes', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', OURS);
  const isOwn = await ownRepository(await openRepository(repository.directory), [application(THEIRS, 'gone')], FILES);

  expect([isOwn(''), isOwn(OURS), isOwn(THEIRS)]).toEqual([true, true, false]);
});

test('a linked worktree has the remotes of its repository', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', OURS);
  repository.git('commit', '--quiet', '--allow-empty', '-m', 'first');
  const linked = join(repository.directory, 'linked');
  repository.git('worktree', 'add', '--quiet', linked);

  expect(await ownIdentities(await openRepository(linked), { repositoryUrls: [THEIRS] })).toEqual([
    'git.example.com/team/ours',
    'git.example.com/team/theirs',
  ]);
});

test('a clone without settings has no remotes', async () => {
  expect(await ownIdentities({ gitDirectory: '/nowhere' }, {})).toEqual([]);
});
