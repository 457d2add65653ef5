import { check } from '../../src/workflow/check.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { tempRepository } from '../helpers/temp-repository.js';

// What kustomize or Helm make of Argo CD's own resources counts, and not the files that they make it from.

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, path: string, spec = 'project: default', repoURL = URL) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  ${spec}
  destination: {server: https://kubernetes.default.svc, namespace: ${name}}
  source: {repoURL: ${repoURL}, targetRevision: HEAD, path: ${path}}
`;
const project = (name: string, namespaces: string) => `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: ${name}, namespace: argocd}
spec:
  sourceRepos: ['${URL}']
  destinations: [{namespace: '${namespaces}', server: 'https://kubernetes.default.svc'}]
`;
const WEB = { 'web/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' };

async function looked(files: Record<string, string>) {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  repository.commit('first', { ...WEB, ...files });
  const { findings } = await check({ repository: repository.directory, sources: { offline: true } });
  const { applications, problems } = await listApplications({
    repository: repository.directory,
    sources: { offline: true },
  });
  return {
    findings: findings.map(({ level, rule, object }) => `${level} ${rule} ${object ?? ''}`.trim()),
    names: applications.map(({ name }) => name),
    problems: problems.map(({ code }) => code),
  };
}

describe('AppProjects that an app of apps builds', () => {
  const files = (projects: string) => ({
    'argo/root.yaml': application('root', 'argo/apps'),
    'argo/apps/kustomization.yaml': 'resources: [projects.yaml, web.yaml]\n',
    'argo/apps/projects.yaml': projects,
    'argo/apps/web.yaml': application('web', 'web', 'project: infra'),
  });

  test('are known', async () => {
    expect(await looked(files(project('infra', '*')))).toMatchObject({ findings: [] });
  });

  test('forbid what they forbid', async () => {
    const { findings } = await looked(files(project('infra', 'other')));
    expect(findings).toEqual(['error forbidden-destination Application web']);
  });

  test('are taken as a patch leaves them', async () => {
    const patch = `patches:
- target: {kind: AppProject}
  patch: '[{"op": "replace", "path": "/spec/destinations/0/namespace", "value": "other"}]'
`;
    const all = files(project('infra', '*'));
    const { findings } = await looked({
      ...all,
      'argo/apps/kustomization.yaml': all['argo/apps/kustomization.yaml'] + patch,
    });
    expect(findings).toEqual(['error forbidden-destination Application web']);
  });

  test('are known however deep apps of apps are nested', async () => {
    const deep = {
      'argo/root.yaml': application('root', 'argo/one'),
      'argo/one/kustomization.yaml': 'resources: [two.yaml]\n',
      'argo/one/two.yaml': application('two', 'argo/two'),
      'argo/two/kustomization.yaml': 'resources: [../projects, web.yaml]\n',
      'argo/projects/kustomization.yaml': 'resources: [infra.yaml]\n',
      'argo/projects/infra.yaml': project('infra', 'other'),
      'argo/two/web.yaml': application('web', 'web', 'project: infra'),
    };
    expect(await looked(deep)).toMatchObject({ findings: ['error forbidden-destination Application web'] });
  });
});

test('cluster Secrets that an app of apps builds are those that a cluster generator selects', async () => {
  const { names, findings } = await looked({
    'root.yaml': application('hub', 'hub'),
    'hub/kustomization.yaml': `resources: [clusters.yaml, set.yaml]
patches:
- target: {kind: Secret}
  patch: |-
    - {op: add, path: /metadata/labels/env, value: prod}
    - {op: replace, path: /stringData/server, value: "https://real.example.com"}
`,
    'hub/clusters.yaml': `
apiVersion: v1
kind: Secret
metadata: {name: eu, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}
stringData: {name: eu, server: https://placeholder.example.com}
`,
    'hub/set.yaml': `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: webs, namespace: argocd}
spec:
  generators: [{clusters: {selector: {matchLabels: {env: prod}}}}]
  template:
    metadata: {name: 'web-{{name}}'}
    spec:
      project: default
      destination: {server: '{{server}}', namespace: web}
      source: {repoURL: ${URL}, targetRevision: HEAD, path: web}
`,
  });
  expect(findings).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(['web-eu']));
});

describe('settings that an app of apps builds', () => {
  const CM = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\n';
  const files = {
    'apps/argocd.yaml': application('argocd', 'argocd/overlay'),
    'apps/web.yaml': application('web', 'charted'),
    'argocd/base/kustomization.yaml': 'resources: [install.yaml]\n',
    'argocd/base/install.yaml': CM,
    'argocd/overlay/kustomization.yaml': 'resources: [../base]\npatches: [{path: cm.yaml}]\n',
    'charted/kustomization.yaml': 'helmGlobals: {chartHome: charts}\nhelmCharts: [{name: web, version: 1.0.0}]\n',
    'charted/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'charted/charts/web/values.yaml': '{}\n',
    'charted/charts/web/templates/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
  };
  const patch = (options: string) => `${CM}data: {kustomize.buildOptions: '${options}'}\n`;

  test('decide how everything else is built', async () => {
    expect(await looked({ ...files, 'argocd/overlay/cm.yaml': patch('--enable-helm') })).toMatchObject({
      findings: [],
    });
  });

  test('and forbid what they do not allow', async () => {
    const { findings } = await looked({ ...files, 'argocd/overlay/cm.yaml': patch('--load-restrictor none') });
    expect(findings).toEqual(['error render-failed']);
  });
});

test('an ApplicationSet that an Application of another ApplicationSet builds counts as it is built', async () => {
  const set = (name: string, path: string, template: string) => `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: ${name}, namespace: argocd}
spec:
  generators: [{git: {repoURL: ${URL}, revision: HEAD, directories: [{path: '${path}'}]}}]
  template:
    metadata: {name: '${template}'}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: web}
      source: {repoURL: ${URL}, targetRevision: HEAD, path: '{{path}}'}
`;
  const inner = set('inner', 'inner/*', 'of-{{path.basename}}');
  const files = (kustomization: string) => ({
    'sets/outer.yaml': set('outer', 'apps', 'outer-{{path.basename}}'),
    'apps/kustomization.yaml': kustomization,
    'apps/inner.yaml': inner,
    'inner/web/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
  });

  expect(await looked(files('resources: [inner.yaml]\n'))).toMatchObject({ findings: [], problems: [] });
  const renamed = `resources: [inner.yaml]
patches:
- target: {kind: ApplicationSet}
  patch: |-
    - op: replace
      path: /spec/template/metadata/name
      value: new-{{path.basename}}
`;
  expect(await looked(files(renamed))).toMatchObject({ findings: [], names: ['new-web', 'outer-apps'], problems: [] });
});

test('an Argo Application of another repository with the path of a folder does not stand for the folder', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  const other = (name: string) =>
    application(name, 'over', 'project: default', `https://git.example.com/${name}/a.git`);
  repository.commit('first', {
    'over/kustomization.yaml': 'resources: [../base, tenant.yaml, two.yaml]\n',
    'over/tenant.yaml': other('tenant'),
    'over/two.yaml': other('two'),
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': application('from-base', 'missing'),
  });
  const { findings } = await check({
    repository: repository.directory,
    outputDir: 'over',
    sources: { offline: true },
  });
  expect(findings).toMatchObject([{ rule: 'missing-path', message: expect.stringContaining("'from-base'") }]);
});

describe('the AppProject default', () => {
  const files = (spec: string) => ({
    'argo/default.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: default, namespace: argocd}\nspec: ${spec}\n`,
    'argo/web.yaml': application('web', 'web'),
  });
  test.each<[spec: string, findings: string[]]>([
    ['{}', []],
    ['{description: everything}', []],
    ["{sourceRepos: ['*']}", []],
    ['{destinations: []}', ['error forbidden-destination Application web']],
    ['{sourceRepos: []}', ['error forbidden-repository Application web']],
  ])('with the spec %s permits what Argo CD put into it before', async (spec, expected) => {
    expect(await looked(files(spec))).toMatchObject({ findings: expected });
  });
});

test('a destination of which Git knows one name only may be permitted by the other', async () => {
  const byName = application('web', 'web', 'project: infra').replace(
    'server: https://kubernetes.default.svc',
    'name: eu',
  );
  const { findings } = await looked({
    'argo/infra.yaml': project('infra', '*').replace('https://kubernetes.default.svc', 'https://*.example.com'),
    'argo/web.yaml': byName,
  });
  expect(findings).toEqual(['warning unknown-cluster Application web']);
});

test('an ApplicationSet without a namespace that an Application delivers as it stands is one ApplicationSet', async () => {
  const set = `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set}
spec:
  generators: [{list: {elements: [{name: web}]}}]
  template:
    metadata: {name: 'of-{{name}}'}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: web}
      source: {repoURL: ${URL}, targetRevision: HEAD, path: '{{name}}'}
`;
  const root = application('root', 'sets').replace('namespace: root}', 'namespace: argocd}');
  const { findings, names } = await looked({ 'root.yaml': root, 'sets/set.yaml': set });
  expect({ findings, names }).toEqual({ findings: [], names: ['of-web', 'root'] });
});

test('of two Argo Applications of one name in two folders neither hides the other, nor owns the objects of the other', async () => {
  const { findings, names } = await looked({
    'one/a.yaml': application('web', 'web'),
    'two/a.yaml': application('web', 'missing'),
    'three/a.yaml': application('web', 'web'),
  });
  expect(names).toEqual(['web', 'web', 'web']);
  expect(findings).toEqual(['error missing-path', 'warning duplicate-application Application web']);
});

test('two Argo Applications of one name in one folder are an error, in two folders a warning', async () => {
  const two = (first: string, second: string) =>
    looked({ [first]: application('web', 'web'), [second]: application('web', 'web') });
  expect((await two('argo/a.yaml', 'argo/b.yaml')).findings).toEqual(['error duplicate-application Application web']);
  const apart = await two('one/a.yaml', 'two/a.yaml');
  expect(apart.findings).toEqual(['warning duplicate-application Application web']);
  expect(apart.problems).toContain('RENDER_APPLICATION_IN_TWO_FOLDERS');
});
