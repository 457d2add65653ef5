import { check } from '../../src/workflow/check.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

// Argo CD resources that kustomizations build, of which no Argo Application is in Git.

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, path: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: ${name}}
  source: {repoURL: ${URL}, path: ${path}}
`;
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const patch = (name: string, path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec: {source: {path: ${path}}}\n`;
const BASE = {
  'argo/base/kustomization.yaml': 'resources: [web.yaml]\n',
  'argo/base/web.yaml': application('web', 'web/none'),
};
const overlay = (name: string, path = `web/${name}`) => ({
  [`argo/${name}/kustomization.yaml`]: 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
  [`argo/${name}/patch.yaml`]: patch('web', path),
  [`web/${name}/a.yaml`]: MAP.replace('name: a', `name: ${name}`),
});

async function repositoryWith(files: Readonly<Record<string, string>>) {
  const repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  repository.commit('first', files);
  return repository;
}

async function looked(files: Readonly<Record<string, string>>) {
  await using repository = await repositoryWith(files);
  const at = { repository: repository.directory };
  const listed = await listApplications(at);
  const { findings, notices, applications, objects } = await check(at);
  return {
    paths: listed.applications.map(({ name, sources }) => `${name} ${sources.map(({ path }) => path).join()}`),
    problems: listed.problems.map(({ message }) => message),
    findings: findings.map(({ level, rule, message, file }) => `${level} ${rule} ${file}: ${message}`),
    notices: notices.map(({ message }) => message),
    applications,
    objects,
  };
}

test('a base is what its one overlay makes of it', async () => {
  const found = await looked({ ...BASE, ...overlay('prod') });
  expect(found).toStrictEqual({
    paths: ['web web/prod'],
    problems: [],
    findings: [],
    notices: ["no Argo Application names 'argo/prod': it is built as without options"],
    applications: 1,
    objects: 1,
  });
});

test('overlays that differ are Argo CDs of their own: each is checked, and no base and no patch for itself', async () => {
  const found = await looked({ ...BASE, ...overlay('dev'), ...overlay('prod', 'web/gone') });
  expect(found.paths.sort()).toStrictEqual(['web web/dev', 'web web/gone']);
  expect(found.problems).toStrictEqual([]);
  expect(found.findings).toStrictEqual([
    "error missing-path argo/prod/kustomization.yaml: Argo Application 'web' renders 'web/gone', which is not in this revision",
  ]);
  expect(found.notices).toStrictEqual([
    expect.stringMatching(/^'argo\/dev', 'argo\/prod' are overlays with common files: .* gitops list argo\/dev$/),
  ]);
  expect(found).toMatchObject({ applications: 2, objects: 1 });
});

test('what both deliver is not of two owners, and what is equal in both is told once', async () => {
  const found = await looked({
    ...BASE,
    ...overlay('dev'),
    ...overlay('prod', 'web/dev'),
    'argo/base/kustomization.yaml': 'resources: [web.yaml, gone.yaml]\n',
    'argo/base/gone.yaml': application('gone', 'gone'),
    'argo/prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\ncommonAnnotations: {a: b}\n',
  });
  expect(found.findings).toStrictEqual([
    expect.stringMatching(
      /^error missing-path .*: Argo Application 'gone' renders 'gone', which is not in this revision$/,
    ),
  ]);
});

test('kustomizations with names of their own are of one Argo CD', async () => {
  const found = await looked({
    'one/kustomization.yaml': 'namePrefix: a-\nresources: [../base]\n',
    'two/kustomization.yaml': 'namePrefix: b-\nresources: [../base]\n',
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': application('web', 'web'),
    'web/a.yaml': MAP,
  });
  expect(found.paths).toStrictEqual(['a-web web', 'b-web web']);
  expect(found.findings).toStrictEqual([expect.stringContaining('two-owners')]);
});

test.each([
  ['one that an Argo Application names is built by it', { 'root.yaml': application('root', 'argo/prod') }],
  [
    'one that an ApplicationSet names, too',
    {
      'root.yaml': `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: roots, namespace: argocd}
spec:
  generators: [{git: {repoURL: ${URL}, revision: HEAD, directories: [{path: argo/prod}]}}]
  template:
    metadata: {name: root}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: argocd}
      source: {repoURL: ${URL}, path: '{{path}}'}
`,
    },
  ],
])('%s', async (_, root) => {
  const found = await looked({ ...BASE, ...overlay('prod'), ...root });
  expect(found).toMatchObject({ findings: [], notices: [], paths: ['root argo/prod', 'web web/prod'] });
});

const SETTINGS = `
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm, namespace: argocd}
data: {kustomize.buildOptions: --load-restrictor LoadRestrictionsNone}
`;
const PROJECT = `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team, namespace: argocd}
spec: {sourceRepos: ['*'], destinations: [{server: https://kubernetes.default.svc, namespace: '*'}]}
`;
/** It needs the settings, and the AppProject. */
const OUTSIDE = (name: string) => ({
  [`${name}.yaml`]: application(name, `out/${name}`).replace('project: default', 'project: team'),
  [`out/${name}/kustomization.yaml`]: 'resources: [../map.yaml]\n',
  'out/map.yaml': MAP,
});
const NEEDS = (name: string) => ({
  ...overlay(name, `out/${name}`),
  [`out/${name}/kustomization.yaml`]: `namePrefix: ${name}-\nresources: [../map.yaml]\n`,
  'out/map.yaml': MAP,
});

test.each([
  ['files beside them', { 'settings/cm.yaml': SETTINGS }, BASE],
  [
    'a kustomization that cannot be built',
    {
      'settings/kustomization.yaml': 'resources: [gone.yaml]\npatches: [{path: cm.yaml}]\n',
      'settings/cm.yaml': SETTINGS,
    },
    BASE,
  ],
  [
    'a kustomization that no Argo Application names',
    { 'settings/kustomization.yaml': 'resources: [cm.yaml]\n', 'settings/cm.yaml': SETTINGS },
    BASE,
  ],
  [
    'their base',
    { 'argo/base/cm.yaml': SETTINGS },
    { ...BASE, 'argo/base/kustomization.yaml': 'resources: [web.yaml, cm.yaml]\n' },
  ],
])('overlays of several Argo CDs have the settings of %s', async (_, settings, base) => {
  const found = await looked({ ...base, ...settings, ...NEEDS('dev'), ...NEEDS('prod') });
  expect(found).toMatchObject({ problems: [], findings: [], applications: 2, objects: 2 });
});

test('files beside overlays have the AppProjects and settings on which all of the overlays agree', async () => {
  const more = (name: string) => ({
    [`argo/${name}/kustomization.yaml`]:
      'resources: [../base]\npatches: [{path: patch.yaml}]\n' +
      `patchesStrategicMerge: ['{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cm, namespace: argocd}, data: {url: ${name}}}']\n`,
  });
  const found = await looked({
    ...BASE,
    'argo/base/kustomization.yaml': 'resources: [web.yaml, cm.yaml, project.yaml]\n',
    'argo/base/cm.yaml': SETTINGS,
    'argo/base/project.yaml': PROJECT,
    ...overlay('dev'),
    ...overlay('prod'),
    ...more('dev'),
    ...more('prod'),
    ...OUTSIDE('outside'),
  });
  expect(found).toMatchObject({ problems: [], findings: [], applications: 3, objects: 3 });
});

describe('clusters that are elsewhere', () => {
  const secret = (namespace: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: eu, namespace: ${namespace}, labels: {argocd.argoproj.io/secret-type: cluster}}\nstringData: {name: eu, server: https://eu.example.com}\n`;
  const set =
    'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all, namespace: argocd}\nspec:\n  generators: [clusters: {selector: {matchLabels: {argocd.argoproj.io/secret-type: cluster}}}]\n' +
    `  template: {metadata: {name: 'on-{{name}}'}, spec: {project: default, source: {repoURL: ${URL}, path: maps}, destination: {name: '{{name}}', namespace: shop}}}\n`;
  const files = {
    ...BASE,
    'clusters/kustomization.yaml': 'resources: [secret.yaml]\n',
    'clusters/secret.yaml': secret('argocd'),
    'maps/a.yaml': MAP,
  };
  const brings = (name: string, resources: Readonly<Record<string, string>>) => ({
    ...overlay(name),
    [`web/${name}/kustomization.yaml`]: `resources: [a.yaml, ${Object.keys(resources).join(', ')}]\n`,
    ...Object.fromEntries(Object.entries(resources).map(([file, text]) => [`web/${name}/${file}`, text])),
  });

  test.each([
    ['count for an overlay without any', {}],
    ['are those of another Argo CD where the overlay brings some itself', { 'secret.yaml': secret('gitops') }],
  ])('%s', async (_, own) => {
    const found = await looked({
      ...files,
      ...brings('dev', { 'set.yaml': set, ...own }),
      ...brings('prod', { 'set.yaml': set, ...own }),
    });
    expect(found).toMatchObject({ problems: [], findings: [], applications: 4 });
  });
});

test('an Argo Application that reads the folder as it is gets the files as they are', async () => {
  const found = await looked({
    ...BASE,
    ...overlay('prod'),
    'root.yaml': application('root', 'argo/base').replace('argo/base}', 'argo/base, directory: {include: web.yaml}}'),
    'web/none/a.yaml': MAP,
  });
  expect(found).toMatchObject({ findings: [], paths: ['root argo/base', 'web web/none'] });
  expect(found.notices).toStrictEqual([expect.stringMatching(/^argo\/prod is built into Argo CD resources/)]);
});

test('render takes the Argo Application from the overlay that has it, and does not choose between two', async () => {
  await using repository = await repositoryWith({
    ...BASE,
    ...overlay('dev'),
    ...overlay('prod'),
    'argo/dev/kustomization.yaml': 'resources: [../base, only.yaml]\npatches: [{path: patch.yaml}]\n',
    'argo/dev/only.yaml': application('only', 'web/dev'),
  });
  const at = { repository: repository.directory };
  expect((await render({ ...at, target: 'only' })).objects.map(({ metadata }) => metadata.name)).toEqual(['dev']);
  await expect(render({ ...at, target: 'web' })).rejects.toMatchObject({
    code: 'WORKFLOW_NOTHING_SELECTED',
    message: "Argo Application 'web' is in several overlays: 'argo/dev', 'argo/prod'",
    hint: 'Name one by its folder: gitops render argo/dev | gitops render web -f -',
  });
});
