import { check } from '../../src/workflow/check.js';
import { loadRevision } from '../../src/workflow/desired/load-revision.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { tempRepository } from '../helpers/temp-repository.js';

// What only a running Argo CD or the values of its chart hold can be given.

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, path: string, project = 'default', cluster = 'in-cluster') => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: ${project}
  destination: {name: ${cluster}, namespace: ${name}}
  source: {repoURL: ${URL}, targetRevision: HEAD, path: ${path}}
`;
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const FILES = {
  'argo/web.yaml': application('web', 'web'),
  'shared.yaml': MAP,
  'web/kustomization.yaml': 'resources: [../shared.yaml]\n',
};
const values = (options: string) => ({
  argocd: { files: [{ file: 'values.yaml', content: `configs: {cm: {kustomize.buildOptions: "${options}"}}\n` }] },
});

async function repositoryWith(files: Readonly<Record<string, string>>) {
  const repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  repository.commit('first', files);
  return repository;
}

test('build options that are given count in check and where a revision is loaded', async () => {
  await using repository = await repositoryWith(FILES);
  const at = { repository: repository.directory };

  expect((await check(at)).findings.map(({ rule }) => rule)).toEqual(['render-failed']);
  const given = { ...at, ...values('--load-restrictor LoadRestrictionsNone') };
  expect((await check(given)).findings).toEqual([]);
  expect((await loadRevision({ ...given, all: true })).targets[0]?.applications[0]?.objects).toHaveLength(1);
});

test('a given setting counts before the same in Git, and the others of Git stay; of two files the last counts', async () => {
  const inGit = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {${data}}\n`;
  await using repository = await repositoryWith({
    ...FILES,
    'argo/cm.yaml': inGit(
      'kustomize.buildOptions: --reorder none, resource.customizations.ignoreDifferences.nonsense_: "{"',
    ),
  });
  const at = { repository: repository.directory };
  const good = values('--load-restrictor LoadRestrictionsNone');
  const bad = values('--nonsense');
  const files = [...bad.argocd.files, ...good.argocd.files];

  expect((await check({ ...at, ...good })).findings.map(({ rule }) => rule)).toEqual(['invalid-settings']);
  expect((await check({ ...at, argocd: { files } })).findings.map(({ rule }) => rule)).toEqual(['invalid-settings']);
  const live = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'argocd-cm' },
      data: { 'kustomize.buildOptions': '--nonsense' },
    },
  ];
  expect((await check({ ...at, argocd: { ...good.argocd, live } })).findings).toHaveLength(1);
  expect((await check({ ...at, argocd: { live } })).findings).toHaveLength(2);
});

test('an app of apps is built with what is given, and what it builds counts beside it', async () => {
  await using repository = await repositoryWith({
    'root.yaml': application('root', 'apps'),
    'web.yaml': application('web', 'web'),
    'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\ndata: {a: b}\n',
    'apps/kustomization.yaml': 'namePrefix: ""\nresources: [../web.yaml, ../cm.yaml]\n',
    'web/kustomization.yaml': 'resources: [../shared.yaml]\n',
    'shared.yaml': MAP,
  });
  const given = { repository: repository.directory, ...values('--load-restrictor LoadRestrictionsNone') };

  expect((await check(given)).findings).toEqual([]);
  const { applications } = await listApplications(given);
  expect(applications.map(({ name, madeBy }) => [name, madeBy?.name])).toEqual([
    ['root', undefined],
    ['web', 'root'],
  ]);
});

test('AppProjects and clusters that are given are known; those of Git come first', async () => {
  const project = (name: string, namespaces: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: ${name}}\nspec: {sourceRepos: ['*'], destinations: [{server: '*', namespace: '${namespaces}'}]}\n`;
  await using repository = await repositoryWith({
    'argo/api.yaml': application('api', 'web', 'infra', 'eu'),
    'argo/projects.yaml': `${project('own', '*')}---\n${project('infra', 'api')}`,
    'argo/web.yaml': application('web', 'web', 'extra', 'eu'),
    'web/a.yaml': MAP,
  });
  const content = `${project('infra', 'other')}---\n${project('extra', '*')}---
apiVersion: v1
kind: Secret
metadata: {name: eu, labels: {argocd.argoproj.io/secret-type: cluster}}
stringData: {name: eu, server: 'https://eu.example.com', config: '{"bearerToken":"s3ntinel"}'}
`;
  const at = { repository: repository.directory };

  expect((await check(at)).findings.map(({ rule }) => rule).sort()).toEqual(['unknown-cluster', 'unknown-project']);
  const result = await check({ ...at, argocd: { files: [{ file: 'live.yaml', content }] } });
  expect(result.findings).toEqual([]);
  expect(JSON.stringify(result)).not.toContain('s3ntinel');
});

test('a broken AppProject that is given is an error of its file', async () => {
  await using repository = await repositoryWith(FILES);
  const content = 'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: x}\nspec: {destinations: 1}\n';

  await expect(
    check({ repository: repository.directory, argocd: { files: [{ file: 'live.yaml', content }] } }),
  ).rejects.toMatchObject({ code: 'ARGOCD_INVALID_PROJECT', source: { file: 'live.yaml' } });
});

test('health rules that are given count before those of Git', async () => {
  await using repository = await repositoryWith({
    'argo/web.yaml': application('web', 'web'),
    'argo/cm.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {resource.customizations.health.example.com_Thing: return {}}\n`,
    'web/a.yaml': MAP,
  });
  const content = `configs: {cm: {resource.customizations.health.example.com_Thing: return nil}}\n`;
  const { healthOverrides } = await loadRevision({
    repository: repository.directory,
    all: true,
    argocd: { files: [{ file: 'values.yaml', content }] },
  });

  expect(healthOverrides).toMatchObject({ 'example.com/Thing': { lua: 'return nil' } });
});

describe('values of the chart of Argo CD in Git', () => {
  const cm = (options: string) => `configs:\n  cm:\n    kustomize.buildOptions: "${options}"\n`;
  const GOOD = cm('--load-restrictor LoadRestrictionsNone');
  const KUSTOMIZATION = 'helmCharts:\n- name: argo-cd\n  repo: https://charts.example.com\n  valuesFile: values.yaml\n';
  const argo = (values: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: argo, namespace: argocd}\nspec:\n  project: default\n  destination: {name: in-cluster, namespace: argocd}\n  source:\n    repoURL: https://charts.example.com\n    chart: argo-cd\n    targetRevision: 9.0.0\n    helm:\n      valuesObject:\n${values.replaceAll(/^/gm, '        ').trimEnd()}\n`;

  test.each([
    ['of a kustomization', { 'cd/kustomization.yaml': KUSTOMIZATION, 'cd/values.yaml': GOOD }, 'cd/values.yaml'],
    [
      'of a subchart',
      {
        'cd/Chart.yaml': 'apiVersion: v2\nname: cd\nversion: 1.0.0\ndependencies:\n- name: argo-cd\n  version: 9.0.0\n',
        'cd/values.yaml': `argo-cd:\n${GOOD.replaceAll(/^/gm, '  ').trimEnd()}\n`,
      },
      'cd/values.yaml',
    ],
    ['of an Argo Application', { 'argo/cd.yaml': argo(GOOD) }, 'argo/cd.yaml'],
  ])('%s are its settings, which a note says', async (_, files, file) => {
    await using repository = await repositoryWith({ ...FILES, ...files });
    const { findings, notices } = await check({ repository: repository.directory, sources: { offline: true } });
    expect(findings.filter(({ rule }) => rule === 'render-failed')).toEqual([]);
    expect(notices.map(({ message }) => message)).toEqual([
      `the settings of Argo CD are those that '${file}' gives to its chart`,
    ]);
  });

  test.each([
    ['that differ', { 'b/kustomization.yaml': KUSTOMIZATION, 'b/values.yaml': cm('--reorder none') }],
    ['beside an argocd-cm', { 'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\n' }],
  ])('%s do not count', async (_, files) => {
    await using repository = await repositoryWith({
      ...FILES,
      'a/kustomization.yaml': KUSTOMIZATION,
      'a/values.yaml': GOOD,
      ...files,
    });
    const { findings, notices } = await check({ repository: repository.directory });
    expect(findings.map(({ rule }) => rule)).toEqual(['render-failed']);
    expect(notices).toEqual([]);
  });
});
