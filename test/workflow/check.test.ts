const TEMPLATE = {
  metadata: { name: 'made' },
  spec: {
    project: 'default',
    source: { repoURL: 'https://git.example.com/team/deploy.git', path: 'gone' },
    destination: { name: 'in-cluster', namespace: 'made' },
  },
};

import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { tempRepository } from '../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const manifest = (kind: string, name: string, more: object = {}) =>
  toYaml({ apiVersion: 'v1', kind, metadata: { name, ...more } });
const argo = (kind: string, name: string, spec: object) =>
  toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'argocd' }, spec });
const application = (name: string, path: string, spec: object = {}) =>
  argo('Application', name, {
    project: 'shop',
    source: { repoURL: URL, path },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    ...spec,
  });
const PROJECT = argo('AppProject', 'shop', {
  sourceRepos: ['https://git.example.com/team/*'],
  destinations: [{ name: 'in-cluster', namespace: 'shop' }],
  namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
});
const CLUSTER = toYaml({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'eu', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
  stringData: { name: 'eu', server: 'https://eu.example.com' },
});
const GOOD = {
  'argo/projects.yaml': PROJECT,
  'argo/eu.yaml': CLUSTER,
  'argo/good.yaml': application('good', 'manifests/good'),
  'manifests/good/one.yaml': manifest('ConfigMap', 'one'),
};

async function findings(files: Record<string, string>): Promise<readonly string[]> {
  await using repository = tempRepository();
  repository.commit('first', { ...GOOD, ...files });
  const result = await check({ repository: repository.directory });
  expect(result.findings.filter(({ hint }) => hint === undefined)).toEqual([]);
  return result.findings.flatMap(({ level, rule, places = [], ...first }) =>
    [first, ...places].map(({ file, line, object }) =>
      [level, rule, `${file}:${line ?? ''}`, object ?? ''].join(' ').trim(),
    ),
  );
}

test('a sound repository has no findings', async () => {
  expect(await findings({})).toEqual([]);
});

test.each<[what: string, files: Record<string, string>, expected: string[]]>([
  [
    'patches and images without effect, in an overlay and in its base, each once; and a misspelt container',
    {
      'argo/a.yaml': application('a', 'overlays/a'),
      'argo/b.yaml': application('b', 'overlays/b', {
        project: 'shop',
        destination: { name: 'eu', namespace: 'shop' },
      }),
      'argo/projects.yaml': PROJECT.replace('name: in-cluster', "name: '*'"),
      'base/kustomization.yaml': 'resources: [pod.yaml]\nimages: [{ name: gone, newTag: "2" }]\n',
      'base/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: "web:1" }] }\n',
      'overlays/a/kustomization.yaml':
        'resources: [../../base]\nimages:\n  - { name: web, newTag: "2" }\n  - { name: other, newTag: "1" }\ncommonLabels: { app: web }\n',
      'overlays/b/kustomization.yaml':
        'resources: [../../base]\npatches: [{ patch: "{ apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [{ name: wbe, tty: true }] } }" }]\n',
    },
    [
      'warning dead-patch base/kustomization.yaml:2',
      'warning dead-patch overlays/a/kustomization.yaml:4',
      'warning patch-adds-container overlays/b/kustomization.yaml:2 Pod web',
    ],
  ],
  [
    'nothing in a source beside sources, from the template of a generator: Argo CD takes the sources',
    {
      'argo/set.yaml': argo('ApplicationSet', 'set', {
        generators: [
          {
            list: {
              elements: [{ a: '1' }],
              template: {
                metadata: {},
                spec: { project: 'shop', source: { repoURL: '', path: 'gone' }, destination: {} },
              },
            },
          },
        ],
        template: {
          metadata: { name: 'made' },
          spec: {
            project: 'shop',
            sources: [{ repoURL: URL, path: 'manifests/made' }],
            destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
          },
        },
      }),
      'manifests/made/made.yaml': manifest('ConfigMap', 'made'),
    },
    [],
  ],
  [
    'JSON patches that only test, which change nothing and are to fail where something else does',
    {
      'argo/a.yaml': application('a', 'manifests/a'),
      'manifests/a/kustomization.yaml':
        "resources: [one.yaml]\npatches:\n- target: { kind: ConfigMap }\n  patch: '- { op: test, path: /metadata/labels/a, value: b }'\n- target: { kind: ConfigMap }\n  patch: '- { op: replace, path: /metadata/labels/a, value: b }'\n",
      'manifests/a/one.yaml': manifest('ConfigMap', 'tested', { labels: { a: 'b' } }),
    },
    ['warning dead-patch manifests/a/kustomization.yaml:5'],
  ],
  [
    'a value file of a source that nobody has, as Argo CD reads it, and one that is not there either',
    {
      'argo/a.yaml': application('a', 'charts/a', {
        sources: [
          { repoURL: URL, path: 'charts/a', helm: { valueFiles: ['$valuse/shared/values.yaml'] } },
          { repoURL: URL, ref: 'values' },
        ],
      }),
      'argo/b.yaml': application('b', 'charts/a', {
        source: { repoURL: URL, path: 'charts/a', helm: { releaseName: 'b', valueFiles: ['$other/gone.yaml'] } },
      }),
      'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
      'charts/a/templates/a.yaml': manifest('ConfigMap', '{{ .Release.Name }}'),
      'shared/values.yaml': '{}\n',
    },
    ['error missing-path argo/b.yaml:4', 'warning unknown-reference argo/a.yaml:4 Application a'],
  ],
  [
    'placeholders that nobody fills, and none where a program may fill them',
    {
      'argo/a.yaml': application('a', 'manifests/a'),
      'manifests/a/all.yaml': [
        manifest('ConfigMap', 'filled-later', {}).replace(
          'metadata:',
          'data:\n  text: "{{ .name }} $(VAR)"\nmetadata:',
        ),
        manifest('ConfigMap', '{{name}}'),
        toYaml({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web' },
          spec: { containers: [{ name: 'web', image: 'web:$(TAG)', args: ['$(VAR)'] }] },
        }),
        toYaml({
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'web' },
          spec: { rules: [{ host: '<no value>.example.com' }] },
        }),
      ].join('---\n'),
    },
    [
      'error unfilled-template argo/a.yaml:4 ConfigMap {{name}}',
      'error unfilled-template argo/a.yaml:4 Ingress web',
      'error unfilled-template argo/a.yaml:4 Pod web',
    ],
  ],
  [
    'a path, a value file and a component that do not exist',
    {
      'argo/a.yaml': application('a', 'manifests/gone'),
      'argo/b.yaml': application('b', 'chart', {
        source: { repoURL: URL, path: 'chart', helm: { valueFiles: ['gone.yaml'] } },
      }),
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
    },
    ['error missing-path argo/a.yaml:4', 'error missing-path argo/b.yaml:4'],
  ],
  [
    'namespaces that the project does not permit',
    {
      'argo/a.yaml': application('a', 'manifests/a').replace('namespace: argocd', 'namespace: team-a'),
      'manifests/a/a.yaml': manifest('ConfigMap', 'a', { namespace: 'other' }),
    },
    [
      'error forbidden-namespace argo/a.yaml:4 ConfigMap other/a',
      'error forbidden-namespace argo/a.yaml:4 Application a',
    ],
  ],
  [
    'a chart that Helm cannot render, at its template; a file that two Argo Applications read, once',
    {
      'argo/a.yaml': application('a', 'charts/a'),
      'argo/b.yaml': application('b', 'manifests/b'),
      'argo/c.yaml': application('c', 'manifests/b'),
      'charts/a/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'charts/a/templates/map.yaml': 'a: b\n{{ range }}\n',
      'manifests/b/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: [\n',
    },
    ['error render-failed charts/a/templates/map.yaml:2 Application a', 'error invalid-manifest manifests/b/b.yaml:4'],
  ],
  [
    'a project and a cluster that are unknown',
    {
      'argo/a.yaml': application('a', 'manifests/a', {
        project: 'gone',
        destination: { name: 'gone', namespace: 'shop' },
      }),
      'manifests/a/a.yaml': manifest('ConfigMap', 'a'),
    },
    ['error unknown-cluster argo/a.yaml:4 Application a', 'error unknown-project argo/a.yaml:4 Application a'],
  ],
  [
    'a destination and kinds that the project forbids',
    {
      'argo/a.yaml': application('a', 'manifests/a', { destination: { name: 'eu', namespace: 'shop' } }),
      'manifests/a/a.yaml': `${manifest('Secret', 'a')}---\n${manifest('Namespace', 'shop')}`,
    },
    [
      'error forbidden-destination argo/a.yaml:4 Application a',
      'error forbidden-kind argo/a.yaml:4 Namespace shop',
      'error forbidden-kind argo/a.yaml:4 Secret shop/a',
    ],
  ],
  [
    'a repository that the project forbids',
    {
      'argo/a.yaml': application('a', '', {
        source: { repoURL: 'https://charts.example.com', chart: 'redis', targetRevision: '1.0.0' },
      }),
    },
    ['error forbidden-repository argo/a.yaml:4 Application a'],
  ],
  [
    'two Argo Applications of one name',
    { 'argo/z.yaml': application('good', 'manifests/z'), 'manifests/z/z.yaml': manifest('ConfigMap', 'z') },
    ['error duplicate-application argo/z.yaml:4 Application good'],
  ],
  [
    'an object with two owners on one cluster, also when only one names its namespace',
    {
      'argo/a.yaml': application('a', 'manifests/a'),
      'manifests/a/a.yaml': manifest('ConfigMap', 'one', { namespace: 'shop' }),
    },
    ['error two-owners argo/good.yaml:4 ConfigMap shop/one'],
  ],
  [
    'an object with two owners in folders that two Argo CDs may read, each with its own cluster',
    {
      'dev/a.yaml': application('a', 'manifests/a'),
      'manifests/a/a.yaml': manifest('ConfigMap', 'one', { namespace: 'shop' }),
    },
    ['warning two-owners dev/a.yaml:4 ConfigMap shop/one'],
  ],
  [
    'the same in folders that one root brings',
    {
      'argo/more/a.yaml': application('a', 'manifests/a'),
      'manifests/a/a.yaml': manifest('ConfigMap', 'one', { namespace: 'shop' }),
      'argo/root.yaml': application('root', 'argo', {
        source: { repoURL: 'https://git.example.com/team/deploy.git', path: 'argo', directory: { recurse: true } },
      }),
    },
    ['error two-owners argo/more/a.yaml:4 ConfigMap shop/one'],
  ],
  [
    'a folder without manifests, and a kustomization that fails',
    {
      'argo/a.yaml': application('a', 'manifests/a'),
      'manifests/a/notes.txt': 'nothing',
      'argo/b.yaml': application('b', 'manifests/b'),
      'manifests/b/kustomization.yaml': 'resources: [gone.yaml]\n',
    },
    ['error render-failed manifests/b/kustomization.yaml:', 'warning no-objects argo/a.yaml:4 Application a'],
  ],
  [
    'a manifest that cannot be read',
    { 'manifests/good/two.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}\n' },
    ['error invalid-manifest manifests/good/two.yaml:3'],
  ],
  [
    'keys and objects that stand twice: of each Argo CD takes the last one',
    {
      'manifests/good/two.yaml': `${manifest('ConfigMap', 'two')}data:\n  a: b\n  a: c\n---\n${manifest('ConfigMap', 'two')}data:\n  a: c\n`,
    },
    ['warning duplicate-object argo/good.yaml:4 ConfigMap two', 'warning duplicate-key manifests/good/two.yaml:7'],
  ],
  [
    'an ApplicationSet that asks another service',
    {
      'argo/set.yaml': argo('ApplicationSet', 'set', {
        generators: [{ plugin: { configMapRef: { name: 'x' } } }],
        template: TEMPLATE,
      }),
    },
    ['warning not-expanded argo/set.yaml:4 ApplicationSet set'],
  ],
  [
    'an ApplicationSet that makes nothing',
    {
      'argo/set.yaml': argo('ApplicationSet', 'set', { generators: [{ list: { elements: [] } }], template: TEMPLATE }),
    },
    ['warning no-applications argo/set.yaml:4 ApplicationSet set'],
  ],
  [
    'fields, templates and names of ApplicationSets that Argo CD refuses, with their lines',
    {
      'argo/unknown.yaml': argo('ApplicationSet', 'unknown', {
        generators: [{ lists: { elements: [] } }],
        template: TEMPLATE,
      }),
      'argo/typed.yaml': argo('ApplicationSet', 'typed', {
        generators: [{ list: { elements: [] } }],
        template: { ...TEMPLATE, spec: { ...TEMPLATE.spec, syncPolicy: { automated: { prune: '{{.prune}}' } } } },
      }),
      'argo/failing.yaml': argo('ApplicationSet', 'failing', {
        goTemplate: true,
        generators: [{ list: { elements: [{}, { a: 1 }] } }],
        template: { ...TEMPLATE, metadata: { name: '{{ fail "no" }}' } },
      }),
      'argo/twins.yaml': argo('ApplicationSet', 'twins', {
        generators: [{ list: { elements: [{ a: 'x' }, { a: 'y' }] } }],
        template: TEMPLATE,
      }),
    },
    [
      'error invalid-applicationset argo/failing.yaml:15 ApplicationSet failing',
      'error invalid-applicationset argo/twins.yaml:4 ApplicationSet twins',
      'error invalid-applicationset argo/typed.yaml:23 ApplicationSet typed',
      'error invalid-applicationset argo/unknown.yaml:8 ApplicationSet unknown',
    ],
  ],
  [
    'what is wrong with an Argo Application that an ApplicationSet makes, at the ApplicationSet',
    {
      'argo/set.yaml': argo('ApplicationSet', 'set', {
        generators: [{ list: { elements: [{ a: 'x' }] } }],
        template: { ...TEMPLATE, spec: { ...TEMPLATE.spec, project: 'nobody' } },
      }),
    },
    ['error missing-path argo/set.yaml:13', 'error unknown-project argo/set.yaml:13 Application made'],
  ],
  [
    'fields of AppProjects of another type, with their lines, and not what follows from them; versions that there are not',
    {
      'argo/projects.yaml': PROJECT.replace(/sourceRepos:\n.*\n/, "sourceRepos: '*'\n").replace(
        'namespaceResourceBlacklist:',
        'permitOnlyProjectScopedClusters: "no"\n  namespaceResourceBlacklist:',
      ),
      'argo/beta.yaml': application('beta', 'manifests/good').replace('v1alpha1', 'v1beta9'),
    },
    [
      'error invalid-application argo/beta.yaml:4 Application beta',
      'error invalid-project argo/projects.yaml:7 AppProject shop',
      'error invalid-project argo/projects.yaml:11 AppProject shop',
    ],
  ],
  [
    'fields that Argo CD does not know, with their lines, once for all that an ApplicationSet makes',
    {
      'argo/good.yaml': application('good', 'manifests/good', {
        syncPolicy: { automatic: {}, automated: { selfheal: true } },
      }),
      'argo/project.yaml': argo('AppProject', 'other', { sourceRepo: ['*'] }),
      'argo/set.yaml': argo('ApplicationSet', 'set', {
        generators: [{ list: { elements: [{ a: 'x' }, { a: 'y' }] } }],
        template: {
          metadata: { name: '{{a}}' },
          spec: {
            ...TEMPLATE.spec,
            project: 'shop',
            source: { repoURL: URL, path: 'manifests/{{a}}', kustomise: {} },
            destination: { name: 'eu', namespace: '{{a}}' },
          },
        },
      }),
      'manifests/x/one.yaml': manifest('ConfigMap', 'x'),
      'manifests/y/one.yaml': manifest('ConfigMap', 'y'),
      'argo/projects.yaml': PROJECT.replace('destinations:', "destinations:\n    - name: eu\n      namespace: '?'"),
    },
    [
      'warning unknown-field argo/good.yaml:15 Application good',
      'warning unknown-field argo/good.yaml:17 Application good',
      'warning unknown-field argo/project.yaml:7 AppProject other',
      'warning unknown-field argo/set.yaml:20 ApplicationSet set',
    ],
  ],
])('finds %s', async (_, files, expected) => {
  expect(await findings(files)).toEqual(expected);
});

test('what is wrong with a field is told with its value and what was probably meant; values that may be secret are not shown', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    ...GOOD,
    'argo/good.yaml': application('good', 'manifests/good', {
      source: { repoURL: URL, path: 'manifests/good', helm: { valuesFiles: [] } },
    }),
    'argo/bad.yaml': application('bad', 'manifests/good', {
      source: { repoURL: URL, path: 5, helm: { parameters: [{ name: 'password', value: 4711 }], values: 815 } },
    }),
  });
  const { findings } = await check({ repository: repository.directory });
  expect(findings.map(({ message, hint }) => `${message}. ${hint}`)).toEqual([
    "Argo Application 'bad': spec.source.path is not a text: 5. Put it in quotes: the API server refuses it as it is.",
    "Argo Application 'bad': spec.source.helm.parameters[0].value is not a text. Put it in quotes: the API server refuses it as it is.",
    "Argo Application 'bad': spec.source.helm.values is not a text. Put it in quotes: the API server refuses it as it is.",
    "Argo Application 'good' has 'spec.source.helm.valuesFiles', a field that Argo CD 3.2 does not know and leaves out. Did you mean 'valueFiles'?",
  ]);
});

test('an AppProject counts wherever it stands in the repository, not only in the folder that is checked', async () => {
  await using repository = tempRepository();
  const project = argo('AppProject', 'shop', {
    sourceRepos: ['https://elsewhere.example.com/*'],
    destinations: [{ server: '*', namespace: '*' }],
  });
  repository.commit('first', {
    'apps/good.yaml': application('good', 'manifests/good'),
    'manifests/good/one.yaml': manifest('ConfigMap', 'one'),
  });
  const at = { repository: repository.directory, outputDir: 'apps' };
  expect((await check(at)).findings).toMatchObject([
    { rule: 'unknown-project', level: 'warning', detail: "AppProject 'shop'" },
  ]);
  repository.commit('second', { 'projects/shop.yaml': project });
  expect((await check(at)).findings.map(({ rule }) => rule)).toEqual(['forbidden-repository']);
  repository.commit('third', { 'projects/shop.yaml': project.replace('name: shop', 'name: other') });
  expect((await check(at)).findings).toMatchObject([{ rule: 'unknown-project', level: 'error' }]);
});
