import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { loadRevision } from '../../src/workflow/desired/load-revision.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const configMap = (name: string) => toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const argo = (kind: string, name: string, spec: object) =>
  toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'argocd' }, spec });
const specOf = (path: string) => ({
  project: 'default',
  source: { repoURL: URL, path },
  destination: { name: 'in-cluster', namespace: 'shop' },
});
const application = (name: string, path: string) => argo('Application', name, specOf(path));
const directorySet = (name: string, folder: string, revision = 'HEAD') =>
  argo('ApplicationSet', name, {
    goTemplate: true,
    generators: [{ git: { repoURL: URL, revision, directories: [{ path: `${folder}/*` }] } }],
    template: { metadata: { name: '{{ .path.basename }}' }, spec: specOf('{{ .path.path }}') },
  });
const secret = (name: string, labels: object = {}) =>
  toYaml({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'cluster', ...labels } },
    stringData: { name, server: `https://${name}.example.com`, config: '{}' },
  });

async function namesOf(options: Parameters<typeof loadRevision>[0]): Promise<readonly string[]> {
  const { targets } = await loadRevision(options);
  const all = targets.flatMap(({ applications }) => applications);
  return all.map(({ name, objects }) => `${name}: ${objects.map(({ metadata }) => metadata.name).join(' ')}`).sort();
}

test('the Argo Applications that an ApplicationSet makes are synced and listed like those that stand in files', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'argo/set.yaml': directorySet('teams', 'apps'),
    'argo/plain.yaml': application('plain', 'more'),
    'apps/a/map.yaml': configMap('one'),
    'apps/b/map.yaml': configMap('two'),
    'more/map.yaml': configMap('three'),
  });

  expect(await namesOf({ repository: repository.directory, all: true })).toEqual(['a: one', 'b: two', 'plain: three']);
  const listed = await listApplications({ repository: repository.directory });
  expect(listed.applicationSets).toEqual([{ name: 'teams', file: 'argo/set.yaml', applications: 2 }]);
  expect(listed.applications.map(({ name, file, madeBy }) => [name, file, madeBy?.name])).toEqual([
    ['a', 'argo/set.yaml', 'teams'],
    ['b', 'argo/set.yaml', 'teams'],
    ['plain', 'argo/plain.yaml', undefined],
  ]);
  expect((await check({ repository: repository.directory })).findings).toEqual([]);
});

test('a generator reads the revision at hand, and a tag where it names one', async () => {
  await using repository = tempRepository();
  repository.commit('first', { 'old.yaml': directorySet('old', 'apps', 'v1'), 'apps/a/map.yaml': configMap('one') });
  repository.git('tag', 'v1');
  repository.commit('second', {
    'apps/b/map.yaml': configMap('two'),
    'new.yaml': directorySet('new', 'apps').replaceAll('.basename }}', '.basename }}-new'),
  });

  expect((await listApplications({ repository: repository.directory })).applications.map(({ name }) => name)).toEqual([
    'a',
    'a-new',
    'b-new',
  ]);
  expect(
    (await listApplications({ repository: repository.directory, revision: 'v1' })).applications.map(({ name }) => name),
  ).toEqual(['a']);
});

test('render prints what an ApplicationSet of the repository, or of a file, makes', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'set.yaml': directorySet('teams', 'apps'),
    'apps/a/map.yaml': configMap('one'),
    'clusters/eu.yaml': secret('eu'),
  });
  const content = argo('ApplicationSet', 'clusters', {
    generators: [
      {
        matrix: {
          generators: [
            { clusters: { selector: { matchLabels: { tier: 'gold' } } } },
            { pullRequest: { values: { at: '{{name}}' } } },
          ],
        },
      },
    ],
    template: { metadata: { name: '{{name}}-{{number}}', labels: { at: '{{values.at}}' } }, spec: specOf('x') },
  });
  const recorded = (when?: object) => ({
    applicationSet: 'clusters',
    generator: 'pullRequest',
    ...(when === undefined ? {} : { when }),
    parameters: [{ number: when === undefined ? '7' : '8' }],
  });
  const parameters = toYaml({
    apiVersion: 'cdk8s-gitops.io/v1',
    kind: 'GeneratorParameters',
    recordings: [recorded({ name: 'us' }), recorded()],
  });
  const clusters = toYaml([
    { name: 'us', server: 'https://us.example.com', labels: { tier: 'gold' } },
    { name: 'asia', server: 'https://asia.example.com', labels: { tier: 'gold' } },
    { name: 'dev', server: 'https://dev.example.com' },
  ]);
  const options = { repository: repository.directory };

  expect((await render({ ...options, target: 'teams' })).objects).toMatchObject([
    {
      kind: 'Application',
      metadata: { name: 'a', namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io'] },
      spec: { source: { path: 'apps/a' } },
    },
  ]);
  const given = {
    clusters: { file: 'clusters.yaml', content: clusters },
    parameters: { file: 'recorded.yaml', content: parameters },
  };
  const made = await render({ ...options, manifest: { file: 'mine.yaml', content }, generators: given });
  expect(made.applications).toEqual(['asia-7', 'us-8']);
  expect(made.objects[1]).toMatchObject({ metadata: { labels: { at: 'us' } } });
  await expect(
    render({ ...options, manifest: { file: 'mine.yaml', content }, generators: { clusters: given.clusters } }),
  ).rejects.toMatchObject({
    code: 'RENDER_UNSUPPORTED',
    message: expect.stringContaining("'generators[0].matrix.generators[1].pullRequest' asks another service"),
    source: { file: 'mine.yaml', line: 4 },
  });
});

test('what a live cluster Secret holds beside its name, address and labels is shown nowhere', async () => {
  await using repository = tempRepository();
  repository.commit('first', { 'apps/a/map.yaml': configMap('one') });
  const live = toYaml({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: 'eu',
          labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
          annotations: {
            owner: 'a',
            'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"config":"S3CRET"}}',
          },
        },
        data: {
          name: Buffer.from('eu').toString('base64'),
          server: Buffer.from('https://eu').toString('base64'),
          config: Buffer.from('{"bearerToken":"S3CRET"}').toString('base64'),
        },
      },
    ],
  });
  const content = argo('ApplicationSet', 'all', {
    goTemplate: true,
    generators: [{ clusters: {} }],
    template: { metadata: { name: '{{ .name }}', annotations: { all: '{{ toJson . }}' } }, spec: specOf('x') },
  });

  const made = await render({
    repository: repository.directory,
    manifest: { file: 'set.yaml', content },
    generators: { clusters: { file: 'live.yaml', content: live } },
  });

  expect(made.applications).toEqual(['in-cluster', 'eu']);
  expect(JSON.stringify(made)).not.toContain('S3CRET');
  expect(JSON.stringify(made.objects[1])).toContain('owner');
});

test('files of parameters and clusters that cannot be used are refused whole', async () => {
  await using repository = tempRepository();
  repository.commit('first', { 'set.yaml': directorySet('teams', 'apps'), 'apps/a/map.yaml': configMap('one') });
  const wrong = (generators: object) => listApplications({ repository: repository.directory, generators });

  await expect(
    wrong({
      parameters: {
        file: 'p.yaml',
        content:
          'apiVersion: cdk8s-gitops.io/v1\nkind: GeneratorParameters\nrecordings: [{ applicationSet: a, generator: git, parameters: [] }, { set: b }]\n',
      },
    }),
  ).rejects.toMatchObject({
    problems: expect.arrayContaining([
      expect.objectContaining({
        code: 'ARGOCD_INVALID_PARAMETERS',
        message: expect.stringContaining('recordings[1].set'),
      }),
    ]),
  });
  await expect(
    wrong({
      parameters: {
        file: 'p.yaml',
        content:
          'apiVersion: cdk8s-gitops.io/v1\nkind: GeneratorParameters\nrecordings: [{ applicationSet: a, generator: git, parameters: [] }]\n',
      },
    }),
  ).rejects.toMatchObject({
    code: 'ARGOCD_INVALID_PARAMETERS',
    message: expect.stringContaining("recordings[0].generator is not a generator to record: 'git'"),
  });
  await expect(wrong({ clusters: { file: 'c.yaml', content: '- { name: a }\n' } })).rejects.toMatchObject({
    code: 'ARGOCD_INVALID_PARAMETERS',
    message: expect.stringContaining('[0].server is missing'),
  });
});

describe('apps of apps', () => {
  test('that Helm and kustomize build are looked into, however deep, and their other objects are synced', async () => {
    await using repository = tempRepository();
    repository.commit('first', {
      'root.yaml': application('root', 'chart'),
      'chart/Chart.yaml': 'apiVersion: v2\nname: root\nversion: 1.0.0\n',
      'chart/values.yaml': 'teams: [red, blue]\n',
      'chart/templates/apps.yaml': `{{ range .Values.teams }}\n${application('NAME', 'overlays/NAME').replaceAll('NAME', '{{ . }}')}---\n{{ end }}`,
      'chart/templates/map.yaml': configMap('beside'),
      'base/kustomization.yaml': 'resources: [app.yaml, set.yaml]\n',
      'base/app.yaml': application('web', 'web'),
      'base/set.yaml': directorySet('teams', 'apps').replace("'{{ .path.basename }}'", "'{{ .path.basename }}'"),
      'overlays/red/kustomization.yaml': 'resources: [../../base]\nnamePrefix: red-\n',
      'overlays/blue/kustomization.yaml': 'resources: [map.yaml]\n',
      'overlays/blue/map.yaml': configMap('sky'),
      'web/map.yaml': configMap('site'),
      'apps/a/map.yaml': configMap('one'),
    });

    expect(await namesOf({ repository: repository.directory, all: true })).toEqual([
      'a: one',
      'blue: sky',
      'red-web: site',
      'root: beside',
    ]);
    const { applications } = await listApplications({ repository: repository.directory });
    expect(
      applications.map(({ name, isRoot, madeBy }) =>
        `${name} ${isRoot} ${madeBy?.kind ?? ''} ${madeBy?.name ?? ''}`.trim(),
      ),
    ).toEqual([
      'a false ApplicationSet red-teams',
      'blue false Application root',
      'red true Application root',
      'red-web false Application red',
      'root false',
    ]);
  });

  test('in plain folders keep the files of what they deliver', async () => {
    await using repository = tempRepository();
    repository.commit('first', {
      'root.yaml': application('root', 'argo'),
      'argo/web.yaml': application('web', 'web'),
      'argo/root.yaml': application('self', 'argo'),
      'argo/map.yaml': configMap('beside'),
      'web/map.yaml': configMap('site'),
    });

    const { applications, problems } = await listApplications({ repository: repository.directory });

    expect(problems).toEqual([]);
    expect(applications.map(({ name, file }) => `${name} ${file}`)).toEqual([
      'root root.yaml',
      'self argo/root.yaml',
      'web argo/web.yaml',
    ]);
    expect(await namesOf({ repository: repository.directory, applications: ['root', 'web'] })).toEqual([
      'root: beside',
      'web: site',
    ]);
  });

  test('that yield each other in two forms, or another one for ever, are an error', async () => {
    await using repository = tempRepository();
    const chart = 'apiVersion: v2\nname: x\nversion: 1.0.0\n';
    repository.commit('first', {
      'root.yaml': application('first', 'one'),
      'one/Chart.yaml': chart,
      'one/templates/app.yaml': application('second', 'two'),
      'two/Chart.yaml': chart,
      'two/templates/app.yaml': application('first', 'elsewhere'),
      'endless.yaml': application('n', 'endless'),
      'endless/Chart.yaml': chart,
      'endless/templates/app.yaml': application('NAME', 'endless').replace('NAME', '{{ .Release.Name }}n'),
    });

    const { problems } = await listApplications({ repository: repository.directory });
    expect(problems.map(({ code }) => code)).toEqual(['RENDER_APPLICATION_CYCLE', 'RENDER_APPLICATION_CYCLE']);
    const { findings } = await check({ repository: repository.directory });

    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual(
      expect.arrayContaining([
        "application-cycle Argo Application 'second' generates 'first', which generates it in another form",
        expect.stringMatching(/^application-cycle apps of apps are nested deeper than 20: the last one is 'n+'/),
      ]),
    );
  });
});

test('two ApplicationSets that make Argo Applications of one name are an error', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'one.yaml': directorySet('one', 'apps'),
    'two.yaml': directorySet('two', 'apps'),
    'apps/a/map.yaml': configMap('one'),
  });

  await expect(loadRevision({ repository: repository.directory, all: true })).rejects.toMatchObject({
    code: 'RENDER_DUPLICATE_APPLICATION',
  });
});
