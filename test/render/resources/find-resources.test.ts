import { FileSet } from '../../../src/files/file-set.js';
import { parseYaml, toYaml } from '../../../src/manifest/yaml.js';
import { findResources } from '../../../src/render/resources/find-resources.js';

const application = (name: string, path = name, more: object = {}) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path, ...more },
      destination: { name: 'dev' },
    },
  });
const find = (files: Record<string, string>, output = '') => {
  const { applications, roots, problems } = findResources(FileSet.of(files), output);
  const names = (found: typeof applications) => found.map(({ resource }) => resource.metadata.name);
  return { applications: names(applications), roots: names(roots), problems: problems.map(({ code }) => code) };
};

test('in a layout of ours only its own folders are read, and strictly', () => {
  const files = {
    'gitops/applications/a.yaml': application('a'),
    'gitops/apps/x/b.yaml': application('b'),
    'gitops/projects/broken.yaml': 'a: [',
  };

  expect(find({ ...files, 'gitops/.gitops/a.json': '{}' }, 'gitops')).toEqual({
    applications: ['a'],
    roots: [],
    problems: ['MANIFEST_INVALID_YAML'],
  });
  expect(find(files, 'gitops')).toEqual({ applications: ['a', 'b'], roots: [], problems: ['MANIFEST_INVALID_YAML'] });
});

test('elsewhere they are found anywhere, but not in charts, patches, values, test data and large files', () => {
  const found = find({
    'clusters/prod/a.yaml': application('a'),
    'deep/er/many.yml': `${application('b')}---\n${application('c')}---\njust: values\n`,
    'one.json': JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path: 'd' },
        destination: { server: 'https://dev.example.com' },
      },
    }),
    'chart/Chart.yaml': 'name: chart\n',
    'chart/templates/e.yaml': application('e'),
    'overlay/kustomization.yaml': 'patches: [{path: patch.yaml}]\n',
    'overlay/patch.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {targetRevision: v2}}\n',
    'values.yaml': 'image: argoproj.io/v1alpha1: [\n',
    'tests/fixtures/one.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: i}\n',
    'pkg/testdata/one.yaml': application('h'),
    'overlay/unused.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: a}\n',
    'template.yaml': `${application('f')}{{ if .x }}\n`,
    'large.yaml': `${application('g')}# ${'x'.repeat(1024 * 1024)}\n`,
  });

  expect(found).toEqual({ applications: ['a', 'b', 'c', 'd'], roots: [], problems: [] });
});

test('a broken Argo Application is a problem and hides no other', () => {
  expect(find({ 'a.yaml': application('a'), 'b.yaml': application('b').replace('spec:', 'spec: [') })).toEqual({
    applications: ['a'],
    roots: [],
    problems: ['MANIFEST_INVALID_YAML'],
  });
});

test('fields of other types are problems with their line, all of them, and hide no other Argo Application', () => {
  const broken = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: broken }
spec:
  project: default
  destination: { namespace: web }
  syncPolicy: { automated: { prune: 'yes' } }
  sources:
    - repoURL: 5
      path: null
      targetRevision: 1.20
    - null
    - { path: web, helm: { valueFiles: values.yaml } }
`;
  const { applications, problems } = findResources(
    FileSet.of({ 'a.yaml': application('a'), 'broken.yaml': broken }),
    '',
  );

  expect(applications.map(({ resource }) => resource.metadata.name)).toEqual(['a']);
  expect(
    problems.map(({ message, source }) => `${source?.line} ${message.replace("Argo Application 'broken': spec.", '')}`),
  ).toEqual([
    "7 syncPolicy.automated.prune is neither true nor false: 'yes'",
    '9 sources[0].repoURL is not a text: 5',
    '11 sources[0].targetRevision is not a text: 1.2',
    '12 sources[1] is empty',
    '13 sources[2].repoURL is missing',
    "13 sources[2].helm.valueFiles is not a list: 'values.yaml'",
    '6 destination has neither server nor name',
    '10 sources[0].path is missing',
  ]);
});

test('an AppProject that is not understood is a problem, and is known to be there', () => {
  const project =
    'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: shop}\nspec: {sourceRepos: "*"}\n';
  const { projects, brokenProjects, problems } = findResources(FileSet.of({ 'p.yaml': project }), '');
  expect({ projects, brokenProjects }).toEqual({ projects: [], brokenProjects: ['shop'] });
  expect(problems).toMatchObject([{ code: 'ARGOCD_INVALID_PROJECT', source: { file: 'p.yaml', line: 4 } }]);
});

test('null is nothing, but in Helm values', () => {
  const text = application('a', 'a', { chart: null, helm: { valuesObject: { a: null } } });
  const { applications } = findResources(FileSet.of({ 'a.yaml': text }), '');

  expect(applications[0]?.resource.spec.source).toEqual({
    repoURL: 'https://git.example.com/a.git',
    path: 'a',
    helm: { valuesObject: { a: null } },
  });
});

test.each(['Application', 'ApplicationSet', 'AppProject'])(
  'an empty name of an %s is none, in every layout',
  (kind) => {
    const text = application('').replace('kind: Application', `kind: ${kind}`);
    const nothing = { applications: [], roots: [], problems: ['MANIFEST_INVALID_OBJECT'] };

    expect(find({ 'a.yaml': text })).toEqual(nothing);
    expect(find({ 'gitops/applications/a.yaml': text, 'gitops/.gitops/a.json': '{}' }, 'gitops')).toEqual(nothing);
  },
);

test.each<[kind: string, object: object]>([
  ['Application', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', spec: 1 }],
  ['AppProject', { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', spec: 1 }],
  ['cluster Secret', { apiVersion: 'v1', kind: 'Secret', stringData: { config: '1' } }],
])('a problem of an %s is at its file', (_, object) => {
  const metadata = { name: 'a', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } };
  const { problems } = findResources(FileSet.of([['argo/a.yaml', toYaml({ ...object, metadata })]]), '');

  expect(problems.map(({ source }) => source?.file)).toEqual(['argo/a.yaml']);
});

test('nothing is passed over in silence: lists are taken apart, what has no name or is not YAML is a problem', () => {
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    items: [application('a'), application('b')].map((text) => parseYaml(text, 'a')[0]),
  };

  expect(
    find({ 'list.yaml': toYaml(list), 'nameless.yaml': application('c').replace('name: c', 'labels: {}') }),
  ).toEqual({
    applications: ['a', 'b'],
    roots: [],
    problems: ['MANIFEST_INVALID_OBJECT'],
  });
  const set = 'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: {{name}}-web\n';
  expect(find({ 'set.yaml': set, 'a.yaml': application('a') }).problems).toEqual(['MANIFEST_INVALID_YAML']);
  expect(
    find({ 'chart/Chart.yaml': 'name: chart\n', 'chart/templates/set.yaml': set, 'a.yaml': application('a') }).problems,
  ).toEqual([]);
});

test('what kustomize completes is no problem by itself', () => {
  const part = application('a').replace(/ {2}source:[\s\S]*(?= {2}destination)/, '');

  expect(find({ 'base/kustomization.yaml': 'resources: [a.yaml]\n', 'base/a.yaml': part })).toEqual({
    applications: [],
    roots: [],
    problems: [],
  });
  expect(find({ 'base/a.yaml': part }).problems).toEqual(['RENDER_INVALID_APPLICATION']);
});

test('what delivers the Argo Applications themselves is a root: their folder, or one above with recurse', () => {
  const files = { 'argo/dev/a.yaml': application('a'), 'root.yaml': application('root', './argo/dev/') };

  expect(find(files)).toMatchObject({ applications: ['a'], roots: ['root'] });
  expect(find({ ...files, 'root.yaml': application('root', 'argo') })).toMatchObject({
    applications: ['a', 'root'],
    roots: [],
  });
  expect(find({ ...files, 'root.yaml': application('root', 'argo', { directory: { recurse: true } }) })).toMatchObject({
    applications: ['a'],
    roots: ['root'],
  });
});

test('a cluster that only sync knows is found in any layout, although Argo CD would not read it', () => {
  const metadata = {
    name: 'cluster-dev',
    labels: { 'cdk8s-gitops.io/cluster': 'dev' },
    annotations: { 'cdk8s-gitops.io/cluster-type': 'kubeconfig' },
  };
  const secret = toYaml({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { name: 'dev' } });

  const { clusters } = findResources(FileSet.of({ 'deploy/clusters/dev.yaml': secret }), 'deploy');

  expect(clusters.map(({ name, type }) => [name, type])).toEqual([['dev', 'kubeconfig']]);
});

test("Argo CD's settings are found wherever they stand", () => {
  const settings = toYaml({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm' },
    data: { 'timeout.reconciliation': '60s' },
  });
  const of = (files: Record<string, string>, output = '') =>
    findResources(FileSet.of(files), output).settings?.resource['data'];

  expect(of({ 'bootstrap/argocd/cm.yaml': settings })).toEqual({ 'timeout.reconciliation': '60s' });
  expect(of({ 'gitops/.gitops/a.json': '{}', 'gitops/argocd/settings.yaml': settings }, 'gitops')).toEqual({
    'timeout.reconciliation': '60s',
  });
  expect(of({ 'a.yaml': application('a') })).toBeUndefined();
});
