import { toYaml } from '../../../src/manifest/yaml.js';
import { loadRevision } from '../../../src/workflow/desired/load-revision.js';
import { tempRepository } from '../../helpers/temp-repository.js';

function application(name: string, environment: string, spec: object = {}): string {
  return toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      labels: { 'cdk8s-gitops.io/application': 'shop', 'cdk8s-gitops.io/environment': environment },
    },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/shop' },
      destination: { name: 'in-cluster', namespace: 'shop' },
      ...spec,
    },
  });
}

const FILES = {
  'gitops/apps/shop/settings.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  version: "1"\n',
  'gitops/applications/dev/shop-dev.yaml': application('shop-dev', 'dev'),
};

test('reads a revision without checking it out, and the application that pins a commit as it was there', async () => {
  await using repository = tempRepository();
  const first = repository.commit('first', FILES);
  repository.commit('second', {
    'gitops/apps/shop/settings.yaml': FILES['gitops/apps/shop/settings.yaml'].replace('"1"', '"2"'),
    'gitops/applications/prod/shop-prod.yaml': application('shop-prod', 'prod', {
      source: { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/shop', targetRevision: first },
    }),
  });

  const { targets, revision } = await loadRevision({ repository: repository.directory, all: true });

  expect(revision.subject).toBe('second');
  expect(
    targets.flatMap(({ applications }) =>
      applications.map(({ name, revision: pin, objects }) => [name, pin?.commit, objects[0]?.['data']]),
    ),
  ).toEqual([
    ['shop-dev', undefined, { version: '2' }],
    ['shop-prod', first, { version: '1' }],
  ]);
});

test('two Argo Applications of one name in two namespaces have their own objects and pins', async () => {
  await using repository = tempRepository();
  const source = { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/other' };
  const other = FILES['gitops/apps/shop/settings.yaml'].replace('"1"', '"other"');
  const first = repository.commit('first', { ...FILES, 'gitops/apps/other/settings.yaml': other });
  repository.commit('second', {
    'gitops/apps/other/settings.yaml': other.replace('other', 'later'),
    'gitops/applications/prod/shop-dev.yaml': application('shop-dev', 'prod', {
      source: { ...source, targetRevision: first },
      destination: { name: 'in-cluster', namespace: 'other' },
    }).replace('namespace: argocd', 'namespace: team'),
    'gitops/projects/default.yaml': toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default', namespace: 'argocd' },
      spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }], sourceNamespaces: ['team'] },
    }),
  });

  const { targets } = await loadRevision({ repository: repository.directory, all: true });

  expect(
    targets.flatMap(({ applications }) =>
      applications.map(({ instance, revision, objects }) => [instance, revision?.commit, objects[0]?.['data']]),
    ),
  ).toEqual([
    ['shop-dev', undefined, { version: '1' }],
    ['team_shop-dev', first, { version: 'other' }],
  ]);
});

test('output that is not committed is refused, unless a revision or the files on disk are asked for', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);
  repository.write({ 'gitops/applications/dev/other.yaml': application('other', 'dev') });
  const load = (options: object) => loadRevision({ repository: repository.directory, all: true, ...options });
  const namesOf = async (options: object) =>
    (await load(options)).targets.flatMap(({ applications }) => applications.map(({ name }) => name));

  await expect(load({})).rejects.toMatchObject({
    code: 'WORKFLOW_OUTPUT_DIRTY',
    message: expect.stringContaining('gitops/applications/dev/other.yaml'),
  });
  expect(await namesOf({ revision: 'HEAD' })).toEqual(['shop-dev']);
  expect((await namesOf({ worktree: true })).sort()).toEqual(['other', 'shop-dev']);
});

test('a plan or a report that was written beside the sources is no uncommitted output', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'argo/shop.yaml': application('shop', 'dev'),
    'gitops/apps/shop/settings.yaml': FILES['gitops/apps/shop/settings.yaml'],
  });
  const load = () => loadRevision({ repository: repository.directory, outputDir: 'argo', all: true });
  repository.write({ 'prod.plan': '{}\n', 'plan.md': '# Plan\n', 'diff.xml': '<testsuites/>\n' });

  expect((await load()).targets).toHaveLength(1);

  repository.write({ 'shop.yaml': application('other', 'dev') });
  await expect(load()).rejects.toMatchObject({
    code: 'WORKFLOW_OUTPUT_DIRTY',
    message: "'.' has uncommitted changes: shop.yaml",
    hint: expect.stringContaining('.gitignore'),
  });
});

test('names that nothing has are told with the names there are', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);

  await expect(loadRevision({ repository: repository.directory, environments: ['prd'] })).rejects.toMatchObject({
    code: 'WORKFLOW_NOTHING_SELECTED',
    message: expect.stringMatching(/^no environment 'prd' in revision '[0-9a-f]{7}'$/),
    hint: 'Environments: dev. Applications: shop. Clusters: in-cluster.',
  });
});

test('an Argo Application without labels of ours is offered by its name, because that selects it', async () => {
  await using repository = tempRepository();
  const labelled = FILES['gitops/applications/dev/shop-dev.yaml'];
  repository.commit('first', {
    ...FILES,
    'gitops/applications/dev/plain.yaml': labelled.replace(/ {2}labels:\n( {4}.*\n)+/, '').replace('shop-dev', 'plain'),
  });
  const select = (...applications: string[]) => loadRevision({ repository: repository.directory, applications });

  await expect(select('plan')).rejects.toMatchObject({
    hint: 'Environments: dev. Applications: plain, shop. Clusters: in-cluster.',
  });
  expect((await select('plain')).targets[0]?.applications.map(({ name }) => name)).toEqual(['plain']);
});

test('a destination that Git has no cluster for is an error', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    ...FILES,
    'gitops/applications/dev/shop-dev.yaml': application('shop-dev', 'dev', { destination: { name: 'mars' } }),
  });

  await expect(loadRevision({ repository: repository.directory, all: true })).rejects.toMatchObject({
    code: 'WORKFLOW_CLUSTER_UNKNOWN',
    source: { file: 'gitops/applications/dev/shop-dev.yaml' },
  });
});
