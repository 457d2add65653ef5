import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../src/manifest/yaml.js';
import { loadRevision } from '../../src/workflow/desired/load-revision.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const configMap = (name: string) => toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const application = (name: string, path: string, repoURL = URL) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: { project: 'default', source: { repoURL, path }, destination: { name: 'in-cluster', namespace: name } },
  });

/** A repository that this package did not write: an app of apps, a folder of manifests, a chart. */
const FOREIGN = {
  'bootstrap/root.yaml': application('root', 'argo'),
  'argo/plain.yaml': application('plain', 'manifests/plain'),
  'argo/web.yaml': application('web', 'charts/web'),
  'manifests/plain/one.yaml': configMap('one'),
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/map.yaml': configMap('NAME').replace('NAME', '{{ .Release.Name }}'),
  'charts/web/templates/application.yaml': `${application('inside', 'x')}{{ fail "never read" }}\n`.replace(
    '{{ fail',
    '# {{ ',
  ),
};

test('renders an Argo Application, a folder and a file of a foreign repository, as committed or as on disk', async () => {
  await using repository = tempRepository();
  const first = repository.commit('first', FOREIGN);
  repository.write({ 'manifests/plain/two.yaml': configMap('two') });
  const names = async (options: object) =>
    (await render({ repository: repository.directory, ...options })).objects.map(
      ({ kind, metadata }) => `${kind} ${metadata.name}`,
    );

  expect(await names({ target: 'plain' })).toEqual(['ConfigMap one']);
  expect(await names({ target: 'plain', worktree: true })).toEqual(['ConfigMap one', 'ConfigMap two']);
  expect(await names({ target: 'charts/web', revision: first })).toContain('ConfigMap web');
  expect(await names({ target: 'plain', directory: join(repository.directory, 'manifests') })).toEqual([
    'ConfigMap one',
  ]);
  expect(await names({ target: './plain', directory: join(repository.directory, 'manifests') })).toEqual([
    'ConfigMap one',
  ]);
  expect(await names({ target: 'root' })).toEqual(['Application plain', 'Application web']);
  expect(await names({ manifest: { file: 'mine.yaml', content: application('mine', 'charts/web') } })).toContain(
    'ConfigMap mine',
  );
});

test('a folder is one of this repository, whatever its remotes are; a repoURL that kustomize fills in says nothing', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  repository.commit('first', FOREIGN);
  expect((await render({ repository: repository.directory, target: 'manifests/plain' })).objects).toHaveLength(1);

  repository.git('remote', 'set-url', 'origin', '/srv/mirror');
  repository.commit('second', { 'argo/filled.yaml': application('filled', 'manifests/plain', '$(REPO_URL)') });
  expect((await render({ repository: repository.directory, target: 'plain' })).objects).toHaveLength(1);
});

test('says what there is when a name is unknown, and what is wrong with an ApplicationSet', async () => {
  await using repository = tempRepository();
  repository.commit('first', FOREIGN);
  const set = toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'all' },
    spec: {},
  });

  await expect(render({ repository: repository.directory, target: 'nothing' })).rejects.toMatchObject({
    code: 'WORKFLOW_NOTHING_SELECTED',
    hint: expect.stringContaining('plain, web'),
  });
  await expect(
    render({ repository: repository.directory, manifest: { file: 'set.yaml', content: set } }),
  ).rejects.toMatchObject({
    problems: [
      { code: 'ARGOCD_INVALID_APPLICATIONSET', source: { file: 'set.yaml', line: 5 } },
      { message: expect.stringContaining('spec.template is missing') },
    ],
  });
  await expect(
    render({ repository: repository.directory, manifest: { file: 'map.yaml', content: configMap('x') } }),
  ).rejects.toMatchObject({
    code: 'RENDER_INVALID_APPLICATION',
  });
});

test('diff and sync read such a repository too: without an output folder, with sources anywhere, and not the app of apps', async () => {
  await using repository = tempRepository();
  repository.commit('first', { ...FOREIGN, 'charts/web/templates/application.yaml': '' });

  const { targets } = await loadRevision({ repository: repository.directory, all: true });

  expect(
    targets.flatMap(({ applications }) =>
      applications.map(({ name, objects }) => [name, objects.map(({ metadata }) => metadata.name)]),
    ),
  ).toEqual([
    ['plain', ['one']],
    ['web', ['web']],
  ]);
});

test('a symbolic link is followed where a source reads it, at a commit and on disk', async () => {
  await using repository = tempRepository();
  repository.write({ ...FOREIGN, 'shared/two.yaml': FOREIGN['manifests/plain/one.yaml'].replace('one', 'two') });
  const link = (path: string, target: string) => symlinkSync(target, join(repository.directory, path));
  link('manifests/plain/link.yaml', '../../shared/two.yaml');
  link('manifests/plain/broken.yaml', 'nowhere.yaml');
  link('away', '../../elsewhere');
  repository.commit('links');
  const plain = (options: object = {}) => render({ repository: repository.directory, target: 'plain', ...options });

  expect((await plain()).objects.map(({ metadata }) => metadata.name).sort()).toEqual(['one', 'two']);
  link('manifests/plain/again.yaml', '/etc/hostname');
  await expect(plain({ worktree: true })).rejects.toMatchObject({
    code: 'GIT_UNSUPPORTED_FILE',
    message: expect.stringContaining("'/etc/hostname', which is outside of the repository"),
  });
});

test('a repoURL is this repository when it is a remote; of several that are none, nobody can tell', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    ...FOREIGN,
    'argo/other.yaml': application('other', 'manifests/plain', 'https://git.example.com/team/other.git'),
  });
  const plain = () => render({ repository: repository.directory, target: 'plain' });

  await expect(plain()).rejects.toMatchObject({
    code: 'GIT_REMOTE_FAILED',
    hint: expect.stringContaining('git remote add'),
  });
  repository.git('remote', 'add', 'origin', 'git@git.example.com:team/deploy.git');
  expect((await plain()).objects).toHaveLength(1);
  await expect(
    render({ repository: repository.directory, target: 'other', sources: { offline: true } }),
  ).rejects.toMatchObject({
    code: 'WORKFLOW_OFFLINE',
  });
});
