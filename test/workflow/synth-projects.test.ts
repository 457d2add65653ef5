import { synthRepository } from '../../src/workflow/synth.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';
import { environment, repository as newRepository, Web } from '../model/fixtures.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();

/** Synthesizes Argo Applications, each named by the project that it is in. */
function synth(repository: TempRepository, projects: Readonly<Record<string, string>>, check = false) {
  const root = newRepository({ root: repository.directory });
  const dev = environment(root, 'dev');
  for (const [id, project] of Object.entries(projects)) new Web(root, id, { project }).overlay(dev);
  return synthRepository({
    repository: root,
    directory: repository.directory,
    kustomize: kustomize(),
    ...(check ? { check } : { commit: {} }),
  });
}

test.each<[what: string, before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>]>([
  ['the last Argo Application of a project goes to another', { web: 'old' }, { web: 'new' }],
  ['one of two goes', { web: 'old', api: 'old' }, { web: 'new', api: 'old' }],
  ['it goes to a project that others have', { web: 'old', api: 'new' }, { web: 'new', api: 'new' }],
  ['it goes to the project that Argo CD makes', { web: 'old' }, { web: 'default' }],
  ['it leaves with its project', { web: 'old', api: 'new' }, { api: 'new' }],
])('what was just committed is not stale, and the next synth ends the old project: %s', async (_, before, after) => {
  await using repository = tempRepository();
  await synth(repository, before);

  await synth(repository, after);

  expect((await synth(repository, after, true)).stale).toEqual([]);
  await synth(repository, after);
  const left = repository.git('ls-files', 'gitops/projects').split('\n').filter(Boolean);
  const used = [...new Set(Object.values(after))].filter((name) => name !== 'default').sort();
  expect(left).toEqual(used.map((name) => `gitops/projects/${name}.yaml`));
  expect((await synth(repository, after, true)).stale).toEqual([]);
});
