import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import { FileSet } from '../../../src/files/file-set.js';
import { openRepository } from '../../../src/git/open-repository.js';
import { ownRepository } from '../../../src/workflow/revision/own-repository.js';
import { tempRepository } from '../../helpers/temp-repository.js';

const FILES = FileSet.of({ 'apps/shop/a.yaml': 'a\n' });
const application = (repoURL: string, path: string): ArgoApplication => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'a' },
  spec: { project: 'default', source: { repoURL, path }, destination: {} },
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
