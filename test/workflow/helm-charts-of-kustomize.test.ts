import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { GitopsError } from '../../src/errors.js';
import { FileSet } from '../../src/files/file-set.js';
import { parseObjects } from '../../src/manifest/yaml.js';
import { createNativeEngines } from '../../src/render/native-engines.js';
import { type Rendering, renderApplications } from '../../src/render/render-applications.js';
import { createRenderEngines, type RenderEngines } from '../../src/render/render-engines.js';
import { createRemoteSources } from '../../src/workflow/sources/remote-sources.js';
import { kustomizeBinary } from '../../tools/kustomize-binary.mjs';
import {
  type FileServer,
  HELM,
  helm,
  helmBeside,
  packChart,
  startFileServer,
  startRegistry,
} from '../helpers/chart-servers.js';
import { HELM_COMMAND, needs } from '../helpers/needs.js';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'kustomize-charts-'));
const engines = createRenderEngines();
const servers: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all([engines.close(), ...servers.map((server) => server.stop())]);
  rmSync(folder, { recursive: true, force: true });
});

const withHelm = needs(HELM !== undefined, HELM_COMMAND).describe;
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-{{ .Chart.Name }}", namespace: "{{ .Release.Namespace }}"}
data: {{ .Values | toJson | quote | dict "version" .Chart.Version "values" | toJson }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-plain"}
data: {kube: "{{ .Capabilities.KubeVersion }}", has: '{{ .Capabilities.APIVersions.Has "x.example.com/v1" }}'}
`;
const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'values.yaml':
    'a: {b: 1, c: [x, y, "n", true]}\nd: 1000000\ne: own # on\nz: null\nm: {}\nl: [1]\nk: off\non: 2024-01-01\ntext: |\n  first: yes\n  on\nfloat: 1.50\n',
  'crds/crd.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: webs.example.com}\nspec: {group: example.com, names: {kind: Web, plural: webs}, scope: Namespaced, versions: []}\n',
  'templates/web.yaml': TEMPLATE,
  'templates/hook.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Release.Name }}-hook", annotations: {helm.sh/hook: pre-install}}\nspec: {containers: []}\n',
  'templates/tests/test.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Release.Name }}-test", annotations: {helm.sh/hook: test}}\nspec: {containers: []}\n',
};
const PULLED = { 'values.yaml': 'a: pulled\n', 'templates/web.yaml': TEMPLATE };
const settings = (buildOptions: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {kustomize.buildOptions: ${JSON.stringify(buildOptions)}}\n`;
const inlineGenerator = (fields: object) =>
  JSON.stringify({ apiVersion: 'builtin', kind: 'HelmChartInflationGenerator', metadata: { name: 'x' }, ...fields });

/** Fields of the base, by the name of a case; the overlay adds a namespace, a suffix and a label. */
const CASES: Readonly<Record<string, object>> = {
  defaults: { helmCharts: [{ name: 'web' }] },
  options: {
    sortOptions: { order: 'fifo' },
    configMapGenerator: [{ name: 'made', literals: ['a=b'] }],
    helmCharts: [
      {
        name: 'web',
        releaseName: 'one',
        namespace: 'inner',
        includeCRDs: true,
        skipTests: true,
        apiVersions: ['x.example.com/v1'],
        kubeVersion: '1.30.0',
      },
      {
        name: 'web',
        releaseName: 'two',
        skipHooks: true,
        debug: true,
        valuesFile: 'more.yaml',
        valuesInline: { a: { c: ['z'] }, f: null, g: 2 },
      },
    ],
  },
  'values-under': {
    helmCharts: [
      { name: 'web', valuesMerge: 'merge', valuesInline: { a: { b: 2, n: 1 }, d: 5, h: 1, z: 3, m: { q: 1 }, l: [] } },
    ],
  },
  'values-over': {
    helmCharts: [{ name: 'web', valuesInline: { a: { b: null, c: [1] }, on: 'x', text: 'y', float: 2 } }],
  },
  'values-replaced': {
    helmCharts: [
      { name: 'web', valuesMerge: 'replace', valuesInline: { a: { b: 2 } }, additionalValuesFiles: ['more.yaml'] },
    ],
  },
  'old-field': {
    helmChartInflationGenerator: [
      { chartName: 'web', releaseName: 'old', valuesLocal: { e: 'inline', z: { y: 1 }, l: [], m: {}, d: null } },
    ],
  },
  'name-template': {
    helmCharts: [{ name: 'web', nameTemplate: '{{ "made" | upper | lower }}-{{ trunc 3 "charts" }}' }],
  },
  'other-home': {
    helmGlobals: { chartHome: 'more/charts', configHome: '/nowhere' },
    helmCharts: [{ name: 'deep', releaseName: 'deep' }],
  },
  'own-namespace': {
    namespace: 'base',
    helmCharts: [{ name: 'web' }, { name: 'web', releaseName: 'two', namespace: 'two' }],
  },
  'beside-generators': {
    helmCharts: [{ name: 'web', releaseName: 'one' }],
    generators: [
      JSON.stringify({
        apiVersion: 'builtin',
        kind: 'ConfigMapGenerator',
        metadata: { name: 'beside' },
        literals: ['a=b'],
      }),
      'generator.yaml',
    ],
    components: ['../component'],
    transformers: [
      JSON.stringify({
        apiVersion: 'builtin',
        kind: 'PrefixTransformer',
        metadata: { name: 'p' },
        prefix: 'p-',
        fieldSpecs: [{ path: 'metadata/name' }],
      }),
    ],
  },
  origins: {
    buildMetadata: ['originAnnotations', 'managedByLabel', 'transformerAnnotations'],
    helmCharts: [{ name: 'web' }],
  },
};

function filesOf(name: string, fields: object): Readonly<Record<string, string>> {
  const chart = (home: string, chartName: string) =>
    Object.entries(CHART).map(([path, text]) => [
      `${name}/base/${home}/${chartName}/${path}`,
      text.replace('name: web\n', `name: ${chartName}\n`),
    ]);
  return {
    ...Object.fromEntries([...chart('charts', 'web'), ...(name === 'other-home' ? chart('more/charts', 'deep') : [])]),
    [`${name}/base/kustomization.yaml`]: JSON.stringify(fields),
    [`${name}/base/more.yaml`]: 'a: {b: 3}\nf: more\n',
    [`${name}/base/generator.yaml`]: inlineGenerator({ name: 'web', releaseName: 'generated', namespace: 'own' }),
    [`${name}/component/kustomization.yaml`]: JSON.stringify({
      kind: 'Component',
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      labels: [{ pairs: { c: 'd' } }],
    }),
    [`${name}/overlay/kustomization.yaml`]: JSON.stringify({
      ...('buildMetadata' in fields ? { buildMetadata: fields.buildMetadata } : {}),
      namespace: 'outer',
      resources: ['../base', 'cm.yaml'],
      nameSuffix: '-x',
      labels: [{ pairs: { by: 'overlay' } }],
    }),
    [`${name}/overlay/cm.yaml`]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n',
    [`argo/${name}.yaml`]: `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}}\nspec: {project: default, destination: {name: dev}, source: {repoURL: own, path: ${name}/overlay}}\n`,
  };
}

interface Sources {
  readonly buildOptions?: string;
  readonly cacheDirectory?: string;
  readonly offline?: boolean;
  readonly repositories?: string;
  readonly with?: RenderEngines;
}

/** One Argo Application for each case. */
async function renderCases(
  cases: Readonly<Record<string, object>>,
  { buildOptions = '--enable-helm', cacheDirectory, ...rest }: Sources = {},
) {
  const files = FileSet.of({
    ...Object.fromEntries(Object.entries(cases).flatMap(([name, fields]) => Object.entries(filesOf(name, fields)))),
    'argo/settings.yaml': settings(buildOptions),
  });
  const { repositories, offline = false, with: own = engines } = rest;
  const sources = {
    offline,
    ...(repositories === undefined ? {} : { repositories: { file: 'repositories.yaml', content: repositories } }),
  };
  const bases = createRemoteSources(
    { sources, ...(cacheDirectory === undefined ? {} : { cacheDirectory }) },
    FileSet.EMPTY,
  );
  return renderApplications(files, { ...own, output: '', bases });
}

const objectsOf = ({ rendered }: Rendering, name: string) =>
  rendered.find(({ application }) => application.metadata.name === name)?.objects;

async function command(name: string, fields: object, ...flags: string[]) {
  for (const [path, text] of Object.entries(filesOf(name, fields))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { stdout } = await run(kustomizeBinary(), [
    'build',
    '--enable-helm',
    '--helm-command',
    HELM ?? '',
    ...flags,
    join(folder, name, 'overlay'),
  ]);
  return [...parseObjects(stdout, 'kustomize')];
}

async function helmRepository(password?: string): Promise<FileServer> {
  const server = await startFileServer(password === undefined ? {} : { password });
  servers.push(server);
  for (const version of ['1.2.0', '1.10.0', '2.0.0-rc.1']) packChart(server.folder, 'far', version, PULLED);
  helm(server.folder, 'repo', 'index', server.folder);
  return server;
}

withHelm('helmCharts of a kustomization, where argocd-cm has --enable-helm', () => {
  test('from chartHome: in every form what the kustomize command gives with the real helm', async () => {
    const rendering = await renderCases(CASES);

    expect(rendering.problems).toEqual([]);
    for (const [name, fields] of Object.entries(CASES)) {
      const expected = await command(name, fields);
      expect([name, objectsOf(rendering, name)]).toEqual([name, expected]);
      expect(expected.length).toBeGreaterThan(2);
    }
  });

  test('a chart that is not there is pulled: exact, newest, a range, a prerelease, with values from it and beside it', async () => {
    const { url: repo } = await helmRepository();
    const cases = {
      exact: { helmCharts: [{ name: 'far', repo, version: '1.2.0', releaseName: 'exact', valuesInline: { b: 1 } }] },
      newest: {
        helmCharts: [
          { name: 'far', repo },
          { name: 'web', repo, releaseName: 'here' },
        ],
      },
      range: { namespace: 'ranged', helmCharts: [{ name: 'far', repo, version: '~1.2', valuesFile: 'more.yaml' }] },
      devel: { generators: [inlineGenerator({ name: 'far', repo, devel: true, releaseName: 'devel' })] },
    };

    const rendering = await renderCases(cases);

    expect(rendering.problems).toEqual([]);
    for (const [name, fields] of Object.entries(cases))
      expect([name, objectsOf(rendering, name)]).toEqual([name, await command(name, fields)]);
    expect(rendering.rendered.map(({ sources }) => sources.slice(1))).toEqual(
      [
        ['', '2.0.0-rc.1'],
        ['1.2.0', '1.2.0'],
        ['', '1.10.0'],
        ['~1.2', '1.2.0'],
      ].map(([targetRevision, revision]) => [{ repoURL: repo, chart: 'far', targetRevision, revision, fetched: true }]),
    );
  });

  test('--engine native gives the same, with charts from the same cache', async () => {
    const server = await helmRepository();
    const cases = {
      native: {
        helmCharts: [
          { name: 'far', repo: server.url, version: '1.2.0' },
          { name: 'web', releaseName: 'here', includeCRDs: true },
        ],
      },
    };
    const cacheDirectory = join(folder, 'native-cache');
    const builtIn = await renderCases(cases, { cacheDirectory });
    await server.stop();
    const native = createNativeEngines({ commands: { kustomize: kustomizeBinary(), helm: HELM ?? '' } });

    const rendering = await renderCases(cases, { cacheDirectory, with: { ...engines, ...native } });
    await native.close();

    expect(rendering.problems).toEqual([]);
    expect(objectsOf(rendering, 'native')).toEqual(objectsOf(builtIn, 'native'));
  });

  test('an OCI registry is pulled from with the credentials of the operator; an exact version that is cached needs no server', async () => {
    const registry = await startRegistry();
    servers.push(registry);
    await helmBeside(
      folder,
      'push',
      packChart(folder, 'far', '1.2.0', PULLED),
      `oci://${registry.host}/team`,
      '--plain-http',
    );
    const repositories = `apiVersion: v1\nkind: Secret\nmetadata: {name: one, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {url: "${registry.host}/team", enableOCI: "true", insecureOCIForceHttp: "true"}\n`;
    const chart = { name: 'far', releaseName: 'oci' };
    const cases = { oci: { helmCharts: [{ ...chart, repo: `oci://${registry.host}/team/`, version: '1.2.0' }] } };
    const cacheDirectory = join(folder, 'cache');

    const online = await renderCases(cases, { repositories, cacheDirectory });
    await registry.stop();
    const offline = await renderCases(cases, { repositories, cacheDirectory, offline: true });

    expect(online.problems).toEqual([]);
    expect(objectsOf(offline, 'oci')).toEqual(objectsOf(online, 'oci'));
    const { url: repo } = await helmRepository();
    expect(objectsOf(online, 'oci')).toEqual(
      await command('oci', { helmCharts: [{ ...chart, repo, version: '1.2.0' }] }),
    );
  });

  test('what is broken is told with the kustomization and the chart, all of it, and no password', async () => {
    const { url } = await helmRepository('sentinel-4713');
    const repo = url.replace('://', '://robot:sentinel-4713@');
    const { problems } = await renderCases({
      gone: {
        helmCharts: [
          { name: 'gone', repo, version: '1.0.0' },
          { name: 'far', repo, version: '9' },
        ],
      },
      scheme: { helmCharts: [{ name: 'far', repo: 'file:///srv/charts' }] },
      named: { helmCharts: [{ name: 'web', releaseName: 'one', nameTemplate: 'two' }] },
      absent: { helmCharts: [{ name: 'absent' }] },
      merge: { helmCharts: [{ name: 'web', valuesMerge: 'mix' }] },
    });

    expect(problems.map(({ code, message }) => [code, message.replaceAll(url, '/')])).toEqual([
      ['ENGINE_KUSTOMIZE_FAILED', expect.stringContaining("no repo specified for pull, no chart found at ''")],
      [
        'REGISTRY_NOT_FOUND',
        "'gone/overlay' needs the chart 'gone' 1.0.0 of '/': the repository '/' has no chart 'gone'",
      ],
      [
        'REGISTRY_NOT_FOUND',
        "'gone/overlay' needs the chart 'far' 9 of '/': the chart 'far' of '/' has no version '9'",
      ],
      ['ENGINE_KUSTOMIZE_FAILED', expect.stringContaining('valuesMerge must be one of [merge override replace]')],
      [
        'ENGINE_HELM_FAILED',
        "'named/overlay' needs the chart 'web' in 'named/base/charts/web': cannot set --name-template and also specify a name",
      ],
      [
        'RENDER_UNSUPPORTED',
        expect.stringContaining("its repository 'file:///srv/charts' is neither https:// nor oci://"),
      ],
    ]);
    expect(
      JSON.stringify(problems.map(({ message, stack, hint, data }) => ({ message, stack, hint, data }))),
    ).not.toContain('sentinel-4713');
  });
});

describe('kustomize.buildOptions of argocd-cm', () => {
  const fields = {
    buildMetadata: [],
    resources: ['../component/../loose.yaml'],
    configMapGenerator: [{ name: 'made', literals: ['a=b'] }],
  };

  test.each([
    ['--load-restrictor LoadRestrictionsNone', { resources: ['../loose/loose.yaml'] }],
    ['--reorder none --enable-managedby-label', { resources: ['z.yaml'] }],
    [
      '--reorder=legacy --load-restrictor=LoadRestrictionsRootOnly --as-current-user --network -e A=b --enable-alpha-plugins --enable-exec',
      { resources: ['z.yaml'] },
    ],
  ])('%s: as the command', async (buildOptions, own) => {
    const files = {
      'shop/kustomization.yaml': JSON.stringify({ ...own, configMapGenerator: fields.configMapGenerator }),
      'shop/z.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: z}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n',
      'loose/loose.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: loose}\n',
      'argo/settings.yaml': settings(buildOptions),
      'argo/shop.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: {project: default, destination: {name: dev}, source: {repoURL: own, path: shop}}\n',
    };
    const place = mkdtempSync(join(folder, 'flags-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }

    const rendering = await renderApplications(FileSet.of(files), { ...engines, output: '' });

    expect(rendering.problems).toEqual([]);
    const { stdout } = await run(kustomizeBinary(), ['build', join(place, 'shop'), ...buildOptions.split(' ')]);
    expect(objectsOf(rendering, 'shop')).toEqual([...parseObjects(stdout, 'kustomize')]);
  });

  test.each([
    ['--enable-helm=false', 'ENGINE_KUSTOMIZE_FAILED', 'must specify --enable-helm'],
    ['', 'ENGINE_KUSTOMIZE_FAILED', 'must specify --enable-helm'],
    ['--enable-helm --helm-command /bin/evil', 'RENDER_UNSUPPORTED', '--helm-command in kustomize.buildOptions'],
    ['-o out.yaml', 'RENDER_UNSUPPORTED', '--output in kustomize.buildOptions'],
    [
      '--reorder sideways',
      'ENGINE_KUSTOMIZE_FAILED',
      'illegal flag value --reorder sideways; legal values: legacy, none',
    ],
    ['--enable-hlem', 'ENGINE_KUSTOMIZE_FAILED', 'unknown flag: --enable-hlem'],
    ['--enable-helm other', 'ENGINE_KUSTOMIZE_FAILED', "'other' is not a flag"],
    ['--mount', 'ENGINE_KUSTOMIZE_FAILED', 'flag needs an argument: --mount'],
    ['--enable-helm=on', 'ENGINE_KUSTOMIZE_FAILED', 'invalid argument "on" for "--enable-helm" flag'],
  ])("'%s' is refused: %s", async (buildOptions, code, message) => {
    const { problems } = await renderCases({ one: { helmCharts: [{ name: 'web' }] } }, { buildOptions });

    expect(problems).toEqual([expect.objectContaining({ code, message: expect.stringContaining(message) })]);
    expect(problems[0]).toBeInstanceOf(GitopsError);
  });

  test('a plugin is refused by its name, also with --enable-alpha-plugins', async () => {
    const generator = JSON.stringify({
      apiVersion: 'viaduct.ai/v1',
      kind: 'ksops',
      metadata: { name: 'secrets' },
      files: [],
    });
    const { problems } = await renderCases(
      { one: { generators: [generator] } },
      { buildOptions: '--enable-alpha-plugins --enable-exec' },
    );

    expect(problems).toEqual([
      expect.objectContaining({
        code: 'RENDER_UNSUPPORTED',
        message: expect.stringContaining("'ksops"),
        hint: expect.stringContaining('Argo CD runs it'),
      }),
    ]);
  });

  test('versions that a source names are those of the cluster, for charts', async () => {
    const files = FileSet.of({
      ...filesOf('one', { helmCharts: [{ name: 'web' }] }),
      'argo/one.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: one}\nspec: {project: default, destination: {name: dev}, source: {repoURL: own, path: one/overlay, kustomize: {kubeVersion: 1.29.0, apiVersions: [x.example.com/v1]}}}\n',
      'argo/settings.yaml': settings('--enable-helm'),
    });
    const rendering = await renderApplications(files, {
      ...engines,
      output: '',
      bases: createRemoteSources({}, FileSet.EMPTY),
    });

    expect(rendering.problems).toEqual([]);
    if (HELM === undefined) return;
    expect(objectsOf(rendering, 'one')).toEqual(
      await command(
        'one',
        { helmCharts: [{ name: 'web' }] },
        '--helm-kube-version',
        '1.29.0',
        '--helm-api-versions',
        'x.example.com/v1',
      ),
    );
    expect(JSON.stringify(objectsOf(rendering, 'one'))).toContain('v1.29.0');
  });
});
