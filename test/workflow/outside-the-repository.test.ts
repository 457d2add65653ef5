import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GitopsError } from '../../src/errors.js';
import { toJson } from '../../src/manifest/to-json.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

/** It is in every file beside the repository, and in no file inside. */
const SENTINEL = 'sentinel-4711';
const REPOSITORY = 'https://git.example.com/a.git';
const CONFIG_MAP = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: ${SENTINEL}}\n`;
/** Beside the repository, so that a path out of it leads to a file that is there. */
const BESIDE: Readonly<Record<string, string>> = {
  'values.yaml': `a: ${SENTINEL}\n`,
  'map.yaml': CONFIG_MAP,
  'map.libsonnet': `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '${SENTINEL}' } }`,
  'kustomization.yaml': 'resources: [map.yaml]\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: beside\nversion: 1.0.0\n',
  'chart/templates/map.yaml': CONFIG_MAP,
};
const CHART = 'apiVersion: v2\nname: inside\nversion: 1.0.0\n';
const INSIDE = {
  'app/chart/Chart.yaml': CHART,
  'app/chart/templates/a.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {all: {{ toJson .Values | quote }}}\n',
  'app/kustomized/kustomization.yaml': 'resources: [a.yaml]\n',
  'app/kustomized/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
};

interface Way {
  readonly source?: object;
  readonly sources?: readonly object[];
  readonly files?: Readonly<Record<string, string>>;
}
/** @param depth of the folder from which the path starts; default: 2 */
type Out = (file: string, depth?: number) => string;

const kustomization = (directives: object): Way => ({
  source: { path: 'app/made' },
  files: {
    'app/made/kustomization.yaml': toYaml({ resources: ['a.yaml'], ...directives }),
    'app/made/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  },
});
const jsonnet = (text: string, options: object = {}): Way => ({
  source: { path: 'app/made', directory: { jsonnet: options } },
  files: { 'app/made/a.jsonnet': text },
});
const helm = (options: object): Way => ({ source: { path: 'app/chart', helm: options } });
const dependency = (repository: string): Way => ({
  source: { path: 'app/made' },
  files: {
    'app/made/Chart.yaml': toYaml({
      apiVersion: 'v2',
      name: 'made',
      version: '1.0.0',
      dependencies: [{ name: 'beside', version: '1.0.0', repository }],
    }),
  },
});

/** Every field that names a file; `out` writes the path of a file beside the repository. */
const WAYS: readonly (readonly [name: string, way: (out: Out) => Way])[] = [
  ['the path of a source', (out) => ({ source: { path: out('.', 0) } })],
  ['the path of a chart', (out) => ({ source: { path: out('chart', 0) } })],
  ['a value file', (out) => helm({ valueFiles: [out('values.yaml')] })],
  [
    'a value file that may be missing',
    (out) => helm({ valueFiles: [out('values.yaml')], ignoreMissingValueFiles: true }),
  ],
  ['a value file by file://', (out) => helm({ valueFiles: [`file://${out('values.yaml')}`] })],
  [
    'a value file of another source',
    (out) => ({
      sources: [
        { ref: 'v', targetRevision: 'HEAD' },
        { path: 'app/chart', helm: { valueFiles: [`$v/${out('values.yaml', 0)}`] } },
      ],
    }),
  ],
  ['a file as parameter', (out) => helm({ fileParameters: [{ name: 'a', path: out('values.yaml') }] })],
  ['a chart dependency', (out) => dependency(`file://${out('chart')}`)],
  ['a link', () => ({ source: { path: 'app/linked' } })],
  ['Jsonnet import', (out) => jsonnet(`import '${out('map.libsonnet')}'`)],
  [
    'Jsonnet importstr',
    (out) =>
      jsonnet(
        `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: importstr '${out('values.yaml')}' } }`,
      ),
  ],
  ['a library of Jsonnet', (out) => jsonnet(`import 'map.libsonnet'`, { libs: [out('.', 0)] })],
  ['resources', (out) => kustomization({ resources: ['a.yaml', out('map.yaml')] })],
  ['a base', (out) => kustomization({ resources: ['a.yaml', out('.')] })],
  ['components', (out) => kustomization({ components: [out('.')] })],
  ['patches', (out) => kustomization({ patches: [{ path: out('map.yaml') }] })],
  ['patchesStrategicMerge', (out) => kustomization({ patchesStrategicMerge: [out('map.yaml')] })],
  [
    'files of a ConfigMap',
    (out) => kustomization({ configMapGenerator: [{ name: 'g', files: [out('values.yaml')] }] }),
  ],
  ['envs of a ConfigMap', (out) => kustomization({ configMapGenerator: [{ name: 'g', envs: [out('values.yaml')] }] })],
  ['files of a Secret', (out) => kustomization({ secretGenerator: [{ name: 'g', files: [out('values.yaml')] }] })],
  ['generators', (out) => kustomization({ generators: [out('map.yaml')] })],
  ['transformers', (out) => kustomization({ transformers: [out('map.yaml')] })],
  ['crds', (out) => kustomization({ crds: [out('values.yaml')] })],
  ['openapi', (out) => kustomization({ openapi: { path: out('values.yaml') } })],
  ['configurations', (out) => kustomization({ configurations: [out('values.yaml')] })],
  ['replacements', (out) => kustomization({ replacements: [{ path: out('values.yaml') }] })],
  [
    'values of helmCharts',
    (out) =>
      kustomization({
        helmCharts: [{ name: 'inside', valuesFile: out('values.yaml') }],
        helmGlobals: { chartHome: '..' },
      }),
  ],
  [
    'the home of helmCharts',
    (out) => kustomization({ helmCharts: [{ name: 'chart' }], helmGlobals: { chartHome: out('.') } }),
  ],
  ['components of a source', (out) => ({ source: { path: 'app/kustomized', kustomize: { components: [out('.')] } } })],
];

test.each<[form: string, folder: (beside: string, depth: number) => string, silent: readonly string[]]>([
  ['relative', (_, depth) => `${'../'.repeat(depth + 1)}beside`, []],
  // An absolute value file starts at the root of the repository. Argo CD passes over it too.
  ['absolute', (beside) => beside, ['a value file that may be missing']],
])(
  'no field that names a file reads one outside of the repository by a path that is %s',
  async (_, folderOf, silent) => {
    await using repository = tempRepository();
    const beside = join(dirname(repository.directory), 'beside');
    for (const [file, content] of Object.entries(BESIDE)) {
      mkdirSync(dirname(join(beside, file)), { recursive: true });
      writeFileSync(join(beside, file), content);
    }
    const out: Out = (file, depth = 2) => [folderOf(beside, depth), ...(file === '.' ? [] : [file])].join('/');
    const ways = WAYS.map(([name, way], index) => ({ name, ...inFolder(way(out), `w${index}`), id: `w${index}` }));
    repository.write(
      Object.assign(
        { 'argo/settings.yaml': SETTINGS },
        ...ways.map(({ id, files, spec }) => ({ ...files, [`argo/${id}.yaml`]: application(id, spec) })),
      ),
    );
    for (const { id } of ways) symlinkSync(out('.', 1), join(repository.directory, id, 'linked'));
    repository.commit('all of them');

    for (const worktree of [false, true]) {
      const problems: GitopsError[] = [];
      const options = {
        repository: repository.directory,
        repositoryUrls: [REPOSITORY],
        sources: { offline: true },
        ...(worktree ? { worktree } : {}),
      };
      const { findings } = await check(options);
      const { objects } = await render({ ...options, all: true, onProblem: (problem) => problems.push(problem) });

      expect(toJson([findings, objects, problems.map(({ message, hint }) => [message, hint])])).not.toContain(SENTINEL);
      const codes = new Set(problems.map(({ code }) => code));
      expect(codes).not.toContain('UNEXPECTED');
      const isTold = (id: string) =>
        problems.some(
          ({ message, source }) => message.includes(`'${id}'`) || `${source?.file}${message}`.includes(`${id}/`),
        );
      expect(ways.filter(({ id }) => !isTold(id)).map(({ name }) => name)).toEqual(silent);
    }
  },
);

const SETTINGS = toYaml({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm', namespace: 'argocd' },
  data: { 'kustomize.buildOptions': '--enable-helm --load-restrictor LoadRestrictionsNone' },
});

/** The same with its files in a folder of its own, two levels deep. */
function inFolder({ source, sources, files = {} }: Way, id: string) {
  const own = (path: string) => path.replace(/^app\//, `${id}/`);
  const moved = (one: object) => {
    const path = 'path' in one ? { path: own(String(one.path)) } : {};
    return { repoURL: REPOSITORY, ...one, ...path };
  };
  return {
    files: Object.fromEntries(Object.entries({ ...INSIDE, ...files }).map(([file, text]) => [own(file), text])),
    spec: source === undefined ? { sources: (sources ?? []).map(moved) } : { source: moved(source) },
  };
}

function application(name: string, spec: object): string {
  return toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name },
    spec: { project: 'default', destination: { name: 'dev', namespace: 'shop' }, ...spec },
  });
}
