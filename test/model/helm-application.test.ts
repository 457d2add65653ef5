import { HelmApplication, type HelmApplicationProps, type HelmOverlayProps } from '../../src/model/helm-application.js';
import { Source } from '../../src/model/sources/source.js';
import { collect } from '../../src/synth/collect.js';
import { environment, messages, repository } from './fixtures.js';

const PUBLISHED = { repository: 'https://charts.example.com', name: 'web', version: '1.2.0' };

/** The sources of one overlay, and all problems. */
function build(props: Partial<HelmApplicationProps>, overlay: HelmOverlayProps = {}) {
  const root = repository();
  const dev = environment(root, 'dev');
  new HelmApplication(root, 'web', { chart: PUBLISHED, ...props }).overlay(dev, overlay);
  const { applications, problems } = collect(root);
  const [target] = applications[0]?.targets ?? [];
  return { sources: target?.source?.sources ?? [], problems: [...root._problems, ...problems] };
}

const helmOf = (props: Partial<HelmApplicationProps>, overlay: HelmOverlayProps = {}) => {
  const { sources, problems } = build(props, overlay);
  expect(messages(problems)).toEqual([]);
  return sources[0]?.helm;
};

test.each<[what: string, chart: HelmApplicationProps['chart'], source: object]>([
  [
    'a Helm repository',
    PUBLISHED,
    { repoURL: 'https://charts.example.com', chart: 'web', targetRevision: '1.2.0', helm: { releaseName: 'web' } },
  ],
  [
    'an OCI registry, which Argo CD names without its scheme',
    { repository: 'oci://registry.example.com:5000/charts', name: 'web', version: '1.*' },
    { repoURL: 'registry.example.com:5000/charts', chart: 'web', targetRevision: '1.*', helm: { releaseName: 'web' } },
  ],
  [
    'a Git repository',
    { repository: 'git@git.example.com:team/web.git', path: '.', revision: 'v1' },
    {
      repoURL: 'git@git.example.com:team/web.git',
      path: '.',
      targetRevision: 'v1',
      helm: { releaseName: 'web' },
    },
  ],
  [
    'this repository',
    { path: 'charts/web' },
    {
      repoURL: 'https://git.example.com/shop.git',
      path: 'charts/web',
      targetRevision: 'main',
      helm: { releaseName: 'web' },
    },
  ],
])('a chart of %s', (_, chart, source) => {
  expect(build({ chart })).toEqual({ sources: [source], problems: [] });
});

describe('an overlay is merged over the base', () => {
  test.each<[what: string, base: Partial<HelmApplicationProps>, overlay: HelmOverlayProps, expected: object]>([
    ['a version', {}, { chart: { version: '1.3.0' } }, { ...PUBLISHED, version: '1.3.0' }],
    ['another chart replaces it whole', {}, { chart: { path: 'charts/web' } }, { path: 'charts/web' }],
    [
      'a mirror',
      {},
      { chart: { repository: 'https://mirror.example.com' } },
      { ...PUBLISHED, repository: 'https://mirror.example.com' },
    ],
  ])('%s', (_, base, overlay, expected) => {
    expect(build(base, overlay)).toEqual(build({ chart: expected as HelmApplicationProps['chart'] }));
  });

  test('maps are merged by key, lists are replaced, and false is a value', () => {
    const file = Source.git({ repository: 'https://git.example.com/settings.git', revision: 'v1' }).file('a.txt');

    expect(
      helmOf(
        {
          parameters: { 'image.tag': '1.10', a: 1 },
          fileParameters: { one: 'one.txt', two: file },
          valueFiles: ['a.yaml', 'b.yaml'],
          apiVersions: ['v1', 'v2'],
          skipCrds: true,
          releaseName: 'one',
        },
        {
          parameters: { a: true, b: 'true' },
          fileParameters: { one: 'other.txt' },
          valueFiles: ['c.yaml'],
          apiVersions: [],
          skipCrds: false,
          releaseName: 'two',
        },
      ),
    ).toEqual({
      parameters: [
        { name: 'image.tag', value: '1.10', forceString: true },
        { name: 'a', value: 'true' },
        { name: 'b', value: 'true', forceString: true },
      ],
      fileParameters: [
        { name: 'one', path: 'other.txt' },
        { name: 'two', path: '$settings/a.txt' },
      ],
      valueFiles: ['c.yaml'],
      apiVersions: [],
      skipCrds: false,
      releaseName: 'two',
    });
  });
});

test('each repository that lends files is one source, with a name of its own', () => {
  const one = Source.git({ repository: 'https://git.example.com/team/settings.git', revision: 'v1' });
  const later = Source.git({ repository: 'https://git.example.com/team/settings.git', revision: 'v2' });
  const taken = Source.git({ repository: 'https://git.example.com/team/values', revision: 'v1' });

  const { sources } = build({
    valueFiles: [one.file('a.yaml'), later.file('b.yaml'), taken.file('c.yaml'), one.file('d.yaml')],
    values: { a: 1 },
  });

  expect(sources[0]?.helm?.valueFiles).toEqual([
    '$settings/a.yaml',
    '$settings-2/b.yaml',
    '$values-2/c.yaml',
    '$settings/d.yaml',
    '$values/gitops/apps/web/base/values.yaml',
  ]);
  expect(sources.slice(1).map(({ ref, targetRevision }) => `${ref} ${targetRevision}`)).toEqual([
    'settings v1',
    'settings-2 v2',
    'values-2 v1',
    'values main',
  ]);
});

test('further sources have their objects too, and lend each other their repositories', () => {
  const settings = Source.git({ repository: 'https://git.example.com/settings.git', revision: 'v1' });
  const { sources, problems } = build(
    {
      valueFiles: [settings.file('a.yaml')],
      sources: [Source.plugin({ from: { path: 'never' } })],
      values: { a: 1 },
    },
    {
      sources: [
        Source.helm({ chart: { path: 'charts/b' }, values: { b: null }, valueFiles: [settings.file('b.yaml')] }),
        Source.kustomize({ from: { path: 'c' }, namePrefix: 'c-' }),
        Source.directory({ from: { repository: 'https://git.example.com/d.git', path: 'd', revision: 'v2' } }),
      ],
    },
  );
  const here = { repoURL: 'https://git.example.com/shop.git', targetRevision: 'main' };

  expect(problems).toEqual([]);
  expect(sources.slice(1)).toEqual([
    {
      ...here,
      path: 'charts/b',
      helm: { releaseName: 'web', valueFiles: ['$settings/b.yaml'], valuesObject: { b: null } },
    },
    { ...here, path: 'c', kustomize: { namePrefix: 'c-' } },
    { repoURL: 'https://git.example.com/d.git', path: 'd', targetRevision: 'v2' },
    { repoURL: 'https://git.example.com/settings.git', targetRevision: 'v1', ref: 'settings' },
    { ...here, ref: 'values' },
  ]);
});

describe('what cannot be meant is refused at the line that says it', () => {
  test.each<[props: object, message: string]>([
    [{ chart: {} }, "chart has neither 'name' nor 'path'"],
    [{ chart: { ...PUBLISHED, path: 'a' } }, "chart has both 'name' and 'path'"],
    [{ chart: { ...PUBLISHED, revision: 'v1' } }, 'chart.revision is not a field of a chart with a name'],
    [{ chart: { name: 'web', version: '1' } }, "chart has no 'repository'"],
    [{ chart: { ...PUBLISHED, version: '' } }, "chart has no 'version'"],
    [{ chart: { ...PUBLISHED, name: 'charts/web' } }, "chart.name 'charts/web' is not the name of a chart"],
    [
      { chart: { ...PUBLISHED, repository: 'charts.example.com' } },
      "chart.repository 'charts.example.com' is not the URL of a Helm repository",
    ],
    [{ chart: { ...PUBLISHED, repository: 'https://a:b@c.example.com' } }, 'chart.repository holds a password'],
    [{ chart: { path: '/charts' } }, "chart.path '/charts' is not a path inside its repository"],
    [{ chart: { path: 'a/../../b' } }, "chart.path 'a/../../b' is not a path inside its repository"],
    [{ chart: { path: 'charts', revision: 'v1' } }, "chart.revision 'v1' has no effect without 'repository'"],
    [{ chart: { path: 'charts', version: '1' } }, 'chart.version is not a field of a folder'],
    [{ chart: { path: 'charts', repository: 'https://git.example.com/a.git' } }, "chart has no 'revision'"],
    [
      { chart: { path: 'charts', repository: 'nowhere', revision: 'v1' } },
      "chart.repository 'nowhere' is not a Git URL",
    ],
    [{ chart: 'web' }, "chart is not a mapping: 'web'"],
    [{ releaseName: 'Web' }, "releaseName 'Web' is not a DNS subdomain"],
    [{ releaseName: 'a'.repeat(54) }, `releaseName '${'a'.repeat(54)}' has 54 characters, 53 are allowed`],
    [{ valueFiles: ['$settings/a.yaml'] }, "valueFiles[0] '$settings/a.yaml' names another source by its text"],
    [{ valueFiles: [5] }, 'valueFiles[0] is neither a path nor a file of a Source'],
    [{ valueFiles: [Source.here().file('../a')] }, "valueFiles[0] '../a' is not a path inside its repository"],
    [
      { fileParameters: { a: Source.git({ repository: 'x', revision: 'v1' }).file('a') } },
      "the repository of fileParameters['a'] 'x' is not a Git URL",
    ],
    [
      { valueFiles: [Source.git({ repository: 'https://git.example.com/a.git', revision: '' }).file('a')] },
      "the Source of valueFiles[0] has no 'revision'",
    ],
    [{ parameters: { a: { b: 1 } } }, "parameters['a'] is neither a text nor a number, true or false"],
    [{ sources: [Source.here()] }, 'sources[0] is not a source with objects'],
    [{ sources: [Source.directory({ from: { path: '/a' } })] }, "sources[0]: from.path '/a' is not a path inside"],
    [{ sources: [Source.helm({ chart: PUBLISHED, values: { a: Number.NaN } })] }, "sources[0]: values.a holds 'NaN'"],
    [
      { sources: [Source.directory({ from: { path: 'a' }, recurse: 1 as never })] },
      'sources[0]: recurse is neither true nor false: 1',
    ],
    [{ skipCrds: 'yes' }, "skipCrds is neither true nor false: 'yes'"],
    [{ kubeVersion: 1.3 }, 'kubeVersion is not a text: 1.3'],
    [{ values: [] }, 'values is not a mapping'],
    [{ values: { a: () => 1 } }, "values.a holds '()=>1', which JSON cannot express"],
    [{ clusterScopedKinds: [{ kind: 'Node' }] }, 'clusterScopedKinds[0].group is missing'],
    [{ otherNamespaces: 'a' }, "otherNamespaces is not a list: 'a'"],
  ])('%j', (props, message) => {
    const given = props as Partial<HelmApplicationProps>;
    const inBase = build(given).problems;
    const inOverlay = build({}, given as HelmOverlayProps).problems;

    expect(inBase.map((problem) => problem.message.slice(0, message.length))).toEqual([message]);
    expect(inBase[0]?.code).toBe('MODEL_INVALID_VALUE');
    expect(inBase[0]?.source?.file).toMatch(/helm-application\.test\.ts$/);
    expect(inBase[0]?.constructPath).toBe('web');
    // of the whole chart in an overlay nothing is missing that the base has
    if (!/^chart has (?:neither|no 'rep)/.test(message) || 'path' in (given.chart ?? {})) {
      expect(inOverlay.map((problem) => problem.message.slice(0, message.length))).toEqual([message]);
      expect(inOverlay[0]?.constructPath).toBe('web/dev');
    }
  });

  test('of the base once, however many overlays it has', () => {
    const root = repository();
    const web = new HelmApplication(root, 'web', { chart: { ...PUBLISHED, version: '' } });
    for (const id of ['dev', 'prod']) web.overlay(environment(root, id));

    expect([...root._problems, ...collect(root).problems]).toHaveLength(1);
  });
});
