import { GitopsError } from '../../src/errors.js';
import { FileSet } from '../../src/files/file-set.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { renderApplications } from '../../src/render/render-applications.js';
import { createRenderEngines, type RenderEngines } from '../../src/render/render-engines.js';
import type { RenderWarning } from '../../src/render/source/render-warning.js';

const OWN = 'https://git.example.com/shop/gitops.git';
const configMap = (name: string, data: object = {}) =>
  toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
const CHART = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'a: chart\nb: chart\nc: chart\nd: chart\n',
  'charts/web/templates/map.yaml': configMap('RELEASE')
    .replace(
      'data: {}',
      'data: {{ toJson (dict "a" .Values.a "b" .Values.b "c" .Values.c "d" .Values.d "namespace" .Release.Namespace) }}',
    )
    .replace('RELEASE', '{{ .Release.Name }}'),
  'charts/web/templates/tests/try.yaml': `${configMap('try').replace('metadata:', 'metadata:\n  annotations: {helm.sh/hook: test}')}`,
  'charts/web/crds/crd.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: webs.example.com}\nspec: {group: example.com}\n',
};
const DEPLOYMENT = toYaml({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 1,
    template: {
      spec: {
        containers: [
          { name: 'web', image: 'web:1' },
          { name: 'proxy', image: 'host:5000/proxy:1' },
        ],
      },
    },
  },
});

let engines: RenderEngines;
beforeAll(() => {
  engines = createRenderEngines();
});
afterAll(() => engines.close());

interface Outcome {
  readonly objects: readonly KubeObject[];
  readonly problems: readonly GitopsError[];
  readonly warnings: readonly RenderWarning[];
}

async function render(spec: object, files: Record<string, string>, options: object = {}): Promise<Outcome> {
  const application = toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd' },
    spec: { project: 'default', destination: { name: 'dev', namespace: 'shop' }, ...spec },
  });
  const { rendered, problems } = await renderApplications(
    FileSet.of({ ...files, 'applications/shop.yaml': application }),
    {
      output: 'applications',
      ...engines,
      isOwn: (url) => url === OWN,
      revision: '0123456789abcdef',
      ...options,
    },
  );
  return {
    objects: rendered.flatMap(({ objects }) => objects),
    problems,
    warnings: rendered.flatMap(({ warnings }) => warnings),
  };
}

const source = (path: string, more: object = {}) => ({ source: { repoURL: OWN, path, ...more } });
const names = ({ objects }: Outcome) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const dataOf = ({ objects }: Outcome) => objects.map(({ data }) => data);
const messages = ({ problems }: Outcome) => problems.map(({ code, message }) => `${code}: ${message}`);

describe('an Argo CD in another namespace than the Argo Application', () => {
  const directory = (note: string) => ({
    'app/a.jsonnet': `{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {a: std.extVar('name'), b: '${note}'}}`,
    'app/.argocd-source-shop.yaml': 'directory: {jsonnet: {extVars: [{name: name, value: bare}]}}\n',
    'app/.argocd-source-argocd_shop.yaml': 'directory: {jsonnet: {extVars: [{name: name, value: whole}]}}\n',
  });
  const kustomization = {
    'app/kustomization.yaml': toYaml({ resources: ['map.yaml'] }),
    'app/map.yaml': configMap('a'),
  };
  const named = source('app', { kustomize: { commonLabels: { name: '$ARGOCD_APP_NAME' } } });
  const inNamespace = (controlNamespace: string | undefined) => ({ controlNamespaceOf: () => controlNamespace });

  // repo-server of Argo CD 3.2.11 has `InstanceName` for both, and the bare name for Helm's release.
  test.each([
    ['argocd', 'shop', 'bare'],
    ['openshift-gitops', 'argocd_shop', 'whole'],
  ])('in %s names it %s', async (namespace, name, overrides) => {
    const labelled = await render(named, kustomization, inNamespace(namespace));
    const overridden = await render(source('app'), directory('x'), inNamespace(namespace));
    const chart = await render(source('charts/web'), CHART, inNamespace(namespace));

    expect(labelled.objects[0]?.metadata.labels).toEqual({ name });
    expect(dataOf(overridden)).toEqual([{ a: overrides, b: 'x' }]);
    expect(names(chart)).toContain('ConfigMap shop');
  });

  test('where that is not known, what needs the name is not rendered, and everything else is', async () => {
    const unknown = inNamespace(undefined);
    const [labelled, overridden] = [
      await render(named, kustomization, unknown),
      await render(source('app'), directory('x'), unknown),
    ];
    const message =
      "RENDER_UNSUPPORTED: Argo Application 'shop' uses its name in Argo CD, which is 'shop' or 'argocd_shop': the namespace that Argo CD runs in is not known";

    expect([messages(labelled), messages(overridden)]).toEqual([[message], [message]]);
    expect(names(await render(source('app'), kustomization, unknown))).toEqual(['ConfigMap a']);
    expect(names(await render(source('charts/web'), CHART, unknown))).toContain('ConfigMap shop');
  });
});

describe('a kustomize source', () => {
  const KUSTOMIZATION = {
    'app/kustomization.yaml': toYaml({
      resources: ['deployment.yaml'],
      images: [{ name: 'web', newTag: '2' }],
      commonAnnotations: { team: 'shop' },
    }),
    'app/deployment.yaml': DEPLOYMENT,
    'extra/kustomization.yaml': toYaml({
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      resources: ['map.yaml'],
    }),
    'extra/map.yaml': configMap('extra'),
  };

  test('takes the options of the Argo Application over those of its file', async () => {
    const outcome = await render(
      source('app', {
        kustomize: {
          namePrefix: 'pre-',
          nameSuffix: '-post',
          namespace: 'other',
          images: ['web=mirror/web:3', 'host:5000/proxy@sha256:aa'],
          replicas: [{ name: 'web', count: '4' }],
          commonLabels: { app: 'web-$ARGOCD_APP_NAME' },
          labelWithoutSelector: true,
          commonAnnotations: { note: '$ARGOCD_APP_NAME' },
          patches: [{ target: { kind: 'Deployment' }, patch: '[{"op":"add","path":"/spec/paused","value":true}]' }],
          components: ['../extra', '../none'],
          ignoreMissingComponents: true,
        },
      }),
      KUSTOMIZATION,
    );

    expect(messages(outcome)).toEqual([]);
    expect(names(outcome).sort()).toEqual(['ConfigMap pre-extra-post', 'Deployment pre-web-post']);
    expect(outcome.objects.find(({ kind }) => kind === 'Deployment')).toMatchObject({
      metadata: {
        namespace: 'other',
        labels: { app: 'web-shop' },
        annotations: { team: 'shop', note: '$ARGOCD_APP_NAME' },
      },
      spec: {
        paused: true,
        replicas: 4,
        template: { spec: { containers: [{ image: 'mirror/web:3' }, { image: 'host:5000/proxy@sha256:aa' }] } },
      },
    });
  });

  test('options that do not fit are told, each with the file of the Argo Application', async () => {
    const cases = [
      { images: ['web'] },
      { commonAnnotations: { team: 'other' } },
      { components: ['../none'] },
      { replicas: [{ name: 'web', count: 'many' }] },
      { version: 'v4' },
    ];

    const outcomes = await Promise.all(cases.map((kustomize) => render(source('app', { kustomize }), KUSTOMIZATION)));

    expect(outcomes.map((outcome) => messages(outcome)[0])).toEqual([
      expect.stringContaining("'web' is not an image"),
      expect.stringContaining("'team' is already in the kustomization"),
      expect.stringContaining("RENDER_PATH_MISSING: Argo Application 'shop' names the component '../none'"),
      expect.stringContaining("'many' is not a number of replicas"),
      expect.stringContaining('RENDER_UNSUPPORTED'),
    ]);
    expect(outcomes.every(({ problems }) => problems[0]?.source?.file === 'applications/shop.yaml')).toBe(true);
  });

  test('overrides in its folder win, those for the Argo Application last', async () => {
    const outcome = await render(source('app', { kustomize: { namePrefix: 'a-', nameSuffix: '-a' } }), {
      ...KUSTOMIZATION,
      'app/.argocd-source.yaml': 'kustomize: {namePrefix: b-, images: ["web:7"]}\npath: elsewhere\n',
      'app/.argocd-source-shop.yaml': 'kustomize: {images: ["web:8"], nameSuffix: null}\n',
    });

    // Argo CD reads the result into what was there: null removes nothing.
    expect(names(outcome)).toEqual(['Deployment b-web-a']);
    expect(JSON.stringify(outcome.objects)).toContain('"web:8"');
  });
});

describe('a Helm source', () => {
  test('values: the chart, then files in order, then the object, then parameters; a glob is a name', async () => {
    const outcome = await render(
      source('charts/web', {
        helm: {
          releaseName: 'mine',
          valueFiles: ['one.yaml', '/values/*.yaml', 'absent.yaml'],
          ignoreMissingValueFiles: true,
          values: 'd: unused',
          valuesObject: { c: 'object' },
          parameters: [{ name: 'd', value: '1,$ARGOCD_APP_REVISION_SHORT', forceString: true }],
          skipTests: true,
          skipCrds: true,
        },
      }),
      {
        ...CHART,
        'charts/web/one.yaml': 'a: one\nb: one\n',
        'values/2.yaml': 'b: two\nc: two\n',
        'values/deeper/3.yaml': 'b: three\n',
      },
    );

    expect(messages(outcome)).toEqual([]);
    expect(names(outcome)).toEqual(['ConfigMap mine']);
    expect(dataOf(outcome)).toEqual([{ a: 'one', b: 'one', c: 'object', d: '1,0123456', namespace: 'shop' }]);
  });

  test('without options it is what Argo CD makes of the chart: its CRDs and tests too', async () => {
    const outcome = await render(source('charts/web'), CHART);

    expect(names(outcome)).toEqual(['CustomResourceDefinition webs.example.com', 'ConfigMap shop', 'ConfigMap try']);
  });

  test('a value file of another source of the same repository, and a file as parameter', async () => {
    const outcome = await render(
      {
        sources: [
          {
            repoURL: OWN,
            path: 'charts/web',
            helm: {
              skipTests: true,
              skipCrds: true,
              valueFiles: ['$values/env/prod.yaml'],
              fileParameters: [{ name: 'b', path: '/env/text' }],
            },
          },
          { repoURL: OWN, ref: 'values' },
          { repoURL: OWN, path: 'plain' },
        ],
      },
      { ...CHART, 'env/prod.yaml': 'a: prod\n', 'env/text': 'a, b', 'plain/one.yaml': configMap('one') },
    );

    expect(messages(outcome)).toEqual([]);
    expect(names(outcome)).toEqual(['ConfigMap shop', 'ConfigMap one']);
    expect(dataOf(outcome)[0]).toMatchObject({ a: 'prod', b: 'a, b', c: 'chart' });
  });

  test('takes a dependency from a path of the repository, and names one that it would have to fetch', async () => {
    const umbrella = (repository: string) => ({
      ...CHART,
      'all/Chart.yaml': toYaml({
        apiVersion: 'v2',
        name: 'all',
        version: '1.0.0',
        dependencies: [{ name: 'web', version: '1.0.0', repository }],
      }),
    });

    expect(
      names(await render(source('all', { helm: { skipTests: true } }), umbrella('file://../charts/web'))),
    ).toContain('ConfigMap shop');
    expect(messages(await render(source('all'), umbrella('https://charts.example.com')))).toEqual([
      expect.stringMatching(/^RENDER_UNSUPPORTED.*dependency 'web' from 'https:\/\/charts.example.com'/),
    ]);
  });

  test('names the file that is missing, or outside', async () => {
    const missing = await render(source('charts/web', { helm: { valueFiles: ['absent.yaml'] } }), CHART);
    const outside = await render(source('charts/web', { helm: { valueFiles: ['../../../etc/passwd'] } }), CHART);

    expect(messages(missing)).toEqual([
      expect.stringContaining("RENDER_PATH_MISSING: Argo Application 'shop' names the value file 'absent.yaml'"),
    ]);
    expect(messages(outside)).toEqual([expect.stringContaining('RENDER_PATH_MISSING')]);
  });
});

describe('a directory source', () => {
  test('Jsonnet with variables, arguments and libraries; lists, JSON, skipped files and what is no manifest', async () => {
    const outcome = await render(
      source('app', {
        directory: {
          exclude: 'no.yaml',
          jsonnet: {
            extVars: [{ name: 'name', value: '$ARGOCD_APP_NAME' }],
            tlas: [{ name: 'size', value: '1 + 1', code: true }],
            libs: ['library'],
          },
        },
      }),
      {
        'app/a.jsonnet': 'local map = import "map.libsonnet"; function(size) [map(std.extVar("name"), size)]',
        'library/map.libsonnet':
          'function(name, size) { apiVersion: "v1", kind: "ConfigMap", metadata: { name: name }, data: { size: std.toString(size) } }',
        'app/b.json': JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'json' } }),
        'app/c.yaml': toYaml({
          apiVersion: 'v1',
          kind: 'List',
          items: [JSON.parse('{"apiVersion":"v1","kind":"Secret","metadata":{"name":"listed"}}')],
        }),
        'app/d.yaml': 'just: values\n',
        'app/no.yaml': configMap('no'),
        'app/skipped.yaml': `# +argocd:skip-file-rendering\n${configMap('skipped')}`,
      },
    );

    expect(messages(outcome)).toEqual([]);
    expect(names(outcome)).toEqual(['ConfigMap shop', 'ConfigMap json', 'Secret listed']);
    expect(dataOf(outcome)[0]).toEqual({ size: '2' });
  });
});

test.each([
  ['no name', ''],
  ['null as name', 'name: null, '],
  ['an empty name', 'name: "", '],
  ['a number as name', 'name: 1, '],
  ['a list as name', 'name: [a], '],
])('a dependency with %s is told at the chart, also where charts/ has others', async (_, name) => {
  const outcome = await render(source('charts/web'), {
    ...CHART,
    'charts/web/Chart.yaml': `${CHART['charts/web/Chart.yaml']}dependencies: [{ ${name}version: 1.0.0, repository: "https://charts.example.com" }]\n`,
    'charts/web/charts/other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n',
  });

  expect(outcome.problems.map(({ code, message, source }) => [code, message, source?.file])).toEqual([
    [
      'FILES_UNSAFE_PATH',
      "Argo Application 'shop': a dependency in 'charts/web/Chart.yaml' has no name",
      'charts/web/Chart.yaml',
    ],
  ]);
});

test('an error of Jsonnet is at its file', async () => {
  const outcome = await render(source('app'), { 'app/a.jsonnet': 'error "no"' });

  expect(outcome.problems.map(({ code, source }) => [code, source?.file])).toEqual([
    ['ENGINE_JSONNET_FAILED', 'app/a.jsonnet'],
  ]);
});

test('what is not in this repository, or needs a plugin, is refused by name with a way out', async () => {
  const cases = [
    { source: { repoURL: 'https://charts.example.com', chart: 'redis', targetRevision: '1.0.0' } },
    { source: { repoURL: 'https://git.example.com/other.git', path: 'app' } },
    { source: { repoURL: 'oci://registry.example.com/app', path: '.' } },
    source('app', { plugin: { name: 'cue' } }),
    { sourceHydrator: { drySource: {} } },
    source('app', { kustomize: { namePrefix: 'a' }, helm: { releaseName: 'b' } }),
    source('../elsewhere'),
  ];

  const outcomes = await Promise.all(cases.map((spec) => render(spec, { 'app/one.yaml': configMap('one') })));

  expect(outcomes.map(({ objects }) => objects.length)).toEqual(cases.map(() => 0));
  expect(outcomes.map((outcome) => messages(outcome)[0])).toEqual([
    expect.stringContaining("RENDER_UNSUPPORTED: Argo Application 'shop' uses the chart 'redis'"),
    expect.stringContaining("the repository 'https://git.example.com/other.git'"),
    expect.stringContaining('an OCI registry'),
    expect.stringContaining("the plugin 'cue'"),
    expect.stringContaining('the source hydrator'),
    expect.stringContaining('RENDER_INVALID_APPLICATION'),
    expect.stringContaining("RENDER_PATH_MISSING: Argo Application 'shop' names the path '../elsewhere'"),
  ]);
  expect(outcomes.every(({ problems }) => problems[0]?.hint !== undefined)).toBe(true);
});

describe('what cannot be read, such as symbolic links and submodules,', () => {
  const MAP = configMap('one');
  const problem = (path: string, why = 'is a symbolic link') =>
    [path, new GitopsError('GIT_UNSUPPORTED_FILE', `'${path}' ${why}`)] as const;
  const unreadable = new Map([
    problem('vendor', 'is a submodule'),
    problem('docs/guide'),
    problem('deep/linked.yaml'),
    problem('templates/NOTES.md'),
  ]);
  const KUSTOMIZATION = { 'kustomization.yaml': toYaml({ resources: ['one.yaml'] }), 'one.yaml': MAP };

  test.each<[what: string, source: object, files: Record<string, string>, names: string[]]>([
    ['nor does a directory that does not recurse', source('.'), { 'one.yaml': MAP }, ['ConfigMap one']],
    [
      'nor one that leaves it out',
      source('deep', { directory: { recurse: true, exclude: 'linked.*' } }),
      { 'deep/one.yaml': MAP },
      ['ConfigMap one'],
    ],
    ['nor does a kustomization that does not name it', source('.'), KUSTOMIZATION, ['ConfigMap one']],
    [
      'nor does a chart beside its templates',
      source('charts/web'),
      { ...CHART },
      ['CustomResourceDefinition webs.example.com', 'ConfigMap shop', 'ConfigMap try'],
    ],
  ])('matters not where nobody reads it: %s', async (_, spec, files, expected) => {
    const links = new Map([...unreadable, problem('charts/web/docs/link')]);
    const outcome = await render(spec, files, { unreadable: links });
    expect(messages(outcome)).toEqual([]);
    expect(names(outcome).sort()).toEqual([...expected].sort());
  });

  test.each<[what: string, source: object, files: Record<string, string>, refused: string[]]>([
    ['by a directory', source('deep'), { 'deep/one.yaml': MAP }, ['deep/linked.yaml']],
    [
      'by one that recurses, submodules too, and no links to folders',
      source('deep', { directory: { recurse: true, include: '*.yaml' } }),
      { 'deep/one.yaml': MAP },
      ['deep/linked.yaml', 'deep/vendor'],
    ],
    [
      'by a kustomization that names it',
      source('.'),
      { ...KUSTOMIZATION, 'kustomization.yaml': toYaml({ resources: ['vendor'] }) },
      ['vendor'],
    ],
    [
      'by one that names what is in it',
      source('app'),
      {
        'app/kustomization.yaml': toYaml({
          resources: ['../vendor/base'],
          configMapGenerator: [{ name: 'a', files: ['key=../docs/guide'] }],
        }),
      },
      ['vendor', 'docs/guide'],
    ],
    [
      'by a component that may be missing',
      source('.', { kustomize: { components: ['vendor'], ignoreMissingComponents: true } }),
      KUSTOMIZATION,
      ['vendor'],
    ],
    [
      'by a chart',
      source('.'),
      { 'Chart.yaml': CHART['charts/web/Chart.yaml'], 'templates/one.yaml': MAP },
      ['templates/NOTES.md'],
    ],
    [
      'by a template that asks for files',
      source('.'),
      { 'Chart.yaml': CHART['charts/web/Chart.yaml'], 'templates/one.yaml': '# {{ .Files.Get "x" }}\n' },
      ['vendor', 'docs/guide', 'deep/linked.yaml', 'templates/NOTES.md', 'deep/vendor', 'deep/folder'],
    ],
    [
      'as a value file that may be missing',
      source('charts/web', { helm: { valueFiles: ['../../deep/linked.yaml'], ignoreMissingValueFiles: true } }),
      CHART,
      ['deep/linked.yaml'],
    ],
    ['because it is the folder itself', source('vendor/base'), {}, ['vendor']],
  ])('is refused where it is read: %s', async (_, spec, files, refused) => {
    const more = [problem('deep/vendor', 'is a submodule'), problem('deep/folder')];
    const outcome = await render(spec, files, { unreadable: new Map([...unreadable, ...more]) });
    expect(outcome.problems.map(({ message }) => /'(.+?)'/.exec(message)?.[1])).toEqual(refused);
  });
});

describe('what is read as Argo CD reads it', () => {
  const crd = (maximum: string) =>
    `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.example.com}\nspec: {maximum: ${maximum}}\n`;
  const warned = ({ warnings }: Outcome) =>
    warnings.map(({ rule, message, source: { file, line } }) => [
      rule,
      message,
      line === undefined ? file : `${file}:${line}`,
    ]);

  test.each([
    ['directory', { 'app/crd.yaml': crd('9223372036854775807') }],
    [
      'kustomization',
      { 'app/crd.yaml': crd('9223372036854775807'), 'app/kustomization.yaml': 'resources: [crd.yaml]' },
    ],
    ['chart', { 'app/Chart.yaml': CHART['charts/web/Chart.yaml'], 'app/crds/crd.yaml': crd('9223372036854775807') }],
    [
      'value',
      {
        'app/Chart.yaml': CHART['charts/web/Chart.yaml'],
        'app/values.yaml': 'most: 9223372036854775807\n',
        'app/templates/crd.yaml': crd('{{ .Values.most | int64 }}'),
      },
    ],
    [
      'JSON',
      {
        'app/crd.json': JSON.stringify({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } }).replace(
          '}}',
          '},"spec":{"maximum":9223372036854775807}}',
        ),
      },
    ],
  ])('a number of 64 bits of a %s keeps its digits', async (_, files) => {
    const outcome = await render(source('app'), files);

    expect(messages(outcome)).toEqual([]);
    expect(outcome.objects.map(({ spec }) => spec)).toEqual([{ maximum: 9223372036854775807n }]);
  });

  test('JSON objects in a YAML file, one a line, and what follows them', async () => {
    const json = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    const outcome = await render(source('app'), {
      'app/two.yaml': `${json('a')}\n${json('b')}\n`,
      'app/one.yml': `${json('c')}\n---\n${configMap('d')}`,
    });

    expect(names(outcome)).toEqual(['ConfigMap c', 'ConfigMap d', 'ConfigMap a', 'ConfigMap b']);
    expect([...messages(outcome), ...warned(outcome)]).toEqual([]);
  });

  test('a list of any kind, and one that is null', async () => {
    const outcome = await render(source('app'), {
      'app/menu.yaml': `apiVersion: v1\nkind: Menu\nitems:\n- ${configMap('a').replaceAll('\n', '\n  ').trim()}\n`,
      'app/null.yaml': 'apiVersion: v1\nkind: ConfigMapList\nitems: null\n',
    });

    expect([names(outcome), messages(outcome)]).toEqual([['ConfigMap a'], []]);
  });

  test.each([
    ['--- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n', 1],
    ['%YAML 1.2\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n', 2],
  ])('%j, which Argo CD refuses', async (text, line) => {
    const { problems } = await render(source('app'), { 'app/a.yaml': `# apiVersion: kind: metadata:\n${text}` });

    expect(problems.map(({ code, source: place }) => [code, place?.file, place?.line])).toEqual([
      ['MANIFEST_INVALID_YAML', 'app/a.yaml', line + 1],
    ]);
  });

  test('a key that stands twice in what a chart renders, at its template; the last one counts', async () => {
    const outcome = await render(source('app'), {
      'app/Chart.yaml': CHART['charts/web/Chart.yaml'],
      'app/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: b\n  a: c\n',
      'app/templates/other.yaml': configMap('other'),
    });

    expect(messages(outcome)).toEqual([]);
    expect(dataOf(outcome)).toEqual([{ a: 'c' }, {}]);
    expect(warned(outcome)).toEqual([
      [
        'duplicate-key',
        "what 'app/templates/map.yaml' renders (line 6 of it) has a key twice in one mapping, and Argo CD takes the last one",
        'app/templates/map.yaml',
      ],
    ]);
  });

  test('what a template renders and nobody can read is told at the template', async () => {
    const { problems } = await render(source('app'), {
      'app/Chart.yaml': `${CHART['charts/web/Chart.yaml']}dependencies: [{name: sub, version: 1.0.0}]\n`,
      'app/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
      'app/charts/sub/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n',
      'app/templates/map.yaml': configMap('a'),
    });

    expect(problems.map(({ message, source: place }) => [message, place])).toEqual([
      [
        "what 'app/charts/sub/templates/map.yaml' renders (line 1 of it) is not a Kubernetes object: metadata.name missing",
        { file: 'app/charts/sub/templates/map.yaml' },
      ],
    ]);
  });

  test('text that Argo CD drops, and JSON that it cannot read', async () => {
    const outcome = await render(source('app'), {
      'app/cut.yaml': `${configMap('a')}...\n${configMap('b')}`,
      'app/broken.yaml': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},}}\n}\n',
      'app/half.yaml': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"\n',
    });

    expect([names(outcome), messages(outcome)]).toEqual([['ConfigMap c', 'ConfigMap a'], []]);
    expect(warned(outcome).map(([rule, , place]) => [rule, place])).toEqual([
      ['unread-text', 'app/broken.yaml:1'],
      ['unread-text', 'app/cut.yaml:7'],
      ['unread-text', 'app/half.yaml:2'],
    ]);
  });
});
