import { toYaml } from '../../src/manifest/yaml.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { startGitServer } from '../helpers/git-server.js';
import { tempRepository } from '../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, source: object, spec: object = {}) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: URL, ...source },
      destination: { name: 'in-cluster', namespace: 'shop' },
      ...spec,
    },
  });

test('says what each Argo Application resolves to, app of apps and charts of others included', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'root.yaml': application('root', { path: 'argo' }),
    'argo/a.yaml': application('a', { path: 'a', targetRevision: 'main' }),
    'argo/b.yaml': application('b', { path: 'b' }),
    'argo/c.yaml': application('c', { chart: 'redis', repoURL: 'https://charts.example.com', targetRevision: '1.0.0' }),
    'argo/d.yaml': application('d', { path: 'gone' }),
    'argo/e.yaml': application(
      'e',
      { path: 'b' },
      { project: 'elsewhere', destination: { server: 'https://eu.example.com', namespace: 'x' } },
    ),
    'argo/set.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: set}\nspec: {generators: [{pullRequest: {}}], template: {metadata: {}, spec: {project: a, destination: {}}}}\n',
    'a/kustomization.yaml': 'resources: []\n',
    'b/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
  });

  const { applications, applicationSets, problems } = await listApplications({ repository: repository.directory });

  expect(problems).toEqual([]);
  expect(applicationSets).toEqual([
    {
      name: 'set',
      file: 'argo/set.yaml',
      unknown: expect.stringContaining("'generators[0].pullRequest' asks another service"),
    },
  ]);
  expect(
    applications.map(({ name, project, cluster, sources, isRoot, verdict }) =>
      [
        name,
        project,
        cluster,
        sources[0]?.targetRevision,
        sources[0]?.path ?? sources[0]?.chart,
        sources[0]?.type,
        isRoot,
        verdict,
      ].join(' '),
    ),
  ).toEqual([
    'a default in-cluster main a kustomize false permitted',
    'b default in-cluster HEAD b directory false permitted',
    'c default in-cluster 1.0.0 redis helm false permitted',
    'd default in-cluster HEAD gone directory false missing',
    'e elsewhere https://eu.example.com HEAD b directory false unknown',
    'root default in-cluster HEAD argo directory true permitted',
  ]);
});

test('says what revisions stand for: those of this repository always, others when they are asked', async () => {
  await using repository = tempRepository();
  const server = await startGitServer();
  try {
    const far = server.commit('lib.git', { 'a/kustomization.yaml': 'resources: []\n' }, { tag: 'v1' });
    const first = repository.commit('first', {
      'b/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
    });
    repository.git('tag', 'v0');
    const repoURL = `${server.url}lib.git`;
    const commit = repository.commit('second', {
      'argo/branch.yaml': application('branch', { path: 'b', targetRevision: 'main' }),
      'argo/far.yaml': application('far', {
        repoURL: repoURL.replace('://', '://token-4711@'),
        path: 'a',
        targetRevision: 'v1',
      }),
      'argo/gone.yaml': application('gone', { repoURL, path: 'a', targetRevision: 'v2' }),
      'argo/tag.yaml': application('tag', { path: 'b', targetRevision: 'v0' }),
    });
    const options = { repository: repository.directory };
    repository.git('remote', 'add', 'origin', URL);
    const seen = async (resolve: boolean) => {
      const { applications } = await listApplications({ ...options, resolve });
      expect(JSON.stringify(applications)).not.toContain('token-4711');
      return applications.map(({ name, sources, verdict, reasons }) => [
        name,
        sources[0]?.revision,
        sources[0]?.type,
        verdict,
        ...reasons,
      ]);
    };

    const own = [
      ['branch', commit, 'directory', 'permitted'],
      ['tag', first, 'directory', 'permitted'],
    ];
    expect(await seen(false)).toEqual([
      own[0],
      ['far', undefined, 'unknown', 'permitted'],
      ['gone', undefined, 'unknown', 'permitted'],
      own[1],
    ]);
    expect(server.requests).toEqual([]);
    expect(await seen(true)).toEqual([
      own[0],
      ['far', far, 'kustomize', 'permitted'],
      ['gone', undefined, 'unknown', 'missing', `the Git repository '${repoURL}' has no revision 'v2'`],
      own[1],
    ]);
  } finally {
    await server.stop();
  }
});
