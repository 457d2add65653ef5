import { toYaml } from '../../src/manifest/yaml.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { tempRepository } from '../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, source: object, spec: object = {}) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: { project: 'default', source: { repoURL: URL, ...source }, destination: { name: 'in-cluster', namespace: 'shop' }, ...spec },
  });

test('says what each Argo Application resolves to, app of apps and charts of others included', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'root.yaml': application('root', { path: 'argo' }),
    'argo/a.yaml': application('a', { path: 'a', targetRevision: 'main' }),
    'argo/b.yaml': application('b', { path: 'b' }),
    'argo/c.yaml': application('c', { chart: 'redis', repoURL: 'https://charts.example.com', targetRevision: '1.0.0' }),
    'argo/d.yaml': application('d', { path: 'gone' }),
    'argo/e.yaml': application('e', { path: 'b' }, { project: 'elsewhere', destination: { server: 'https://eu.example.com', namespace: 'x' } }),
    'argo/set.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: set}\nspec: {generators: [{pullRequest: {}}], template: {metadata: {}, spec: {project: a, destination: {}}}}\n',
    'a/kustomization.yaml': 'resources: []\n',
    'b/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
  });

  const { applications, applicationSets, problems } = await listApplications({ repository: repository.directory });

  expect(problems).toEqual([]);
  expect(applicationSets).toEqual([
    { name: 'set', file: 'argo/set.yaml', unknown: expect.stringContaining("'generators[0].pullRequest' asks another service") },
  ]);
  expect(
    applications.map(({ name, project, cluster, sources, isRoot, verdict }) =>
      [name, project, cluster, sources[0]?.targetRevision, sources[0]?.path ?? sources[0]?.chart, sources[0]?.type, isRoot, verdict].join(' '),
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
