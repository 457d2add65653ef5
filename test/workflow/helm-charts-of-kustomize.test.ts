import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseObjects } from '../../src/manifest/yaml.js';
import { render } from '../../src/workflow/render.js';
import { helmBinary } from '../../tools/helm-binary.mjs';
import { kustomizeBinary } from '../../tools/kustomize-binary.mjs';
import { tempRepository } from '../helpers/temp-repository.js';

const run = promisify(execFile);
const helm = await helmBinary();
const APPLICATION =
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: {project: default, destination: {name: dev}, source: {repoURL: "https://git.example.com/team/own.git", path: overlay}}\n';
const SETTINGS = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {kustomize.buildOptions: --enable-helm}\n';
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-web", namespace: "{{ .Release.Namespace }}"}
data: {{ .Values | toJson | quote | dict "values" | toJson }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-plain"}
data: {kube: "{{ .Capabilities.KubeVersion }}", has: '{{ .Capabilities.APIVersions.Has "x.example.com/v1" }}'}
`;
const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'values.yaml':
    'a: {b: 1, c: [x, y, "n", true]}\nd: 1000000\ne: own # on\nz: null\nm: {}\nl: [1]\nk: off\ntext: |\n  first: yes\n  on\nfloat: 1.50\n',
  'crds/crd.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: webs.example.com}\nspec: {group: example.com, names: {kind: Web, plural: webs}, scope: Namespaced, versions: []}\n',
  'templates/web.yaml': TEMPLATE,
  'templates/tests/test.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: test, annotations: {helm.sh/hook: test}}\nspec: {containers: []}\n',
};

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function repositoryWith(fields: object, { settings = SETTINGS, files = {} }: { settings?: string; files?: Readonly<Record<string, string>> } = {}) {
  const repository = tempRepository();
  cleanups.push(() => repository.remove());
  repository.git('remote', 'add', 'origin', 'https://git.example.com/team/own.git');
  repository.commit('first', {
    ...Object.fromEntries(Object.entries(CHART).map(([path, text]) => [`base/charts/web/${path}`, text])),
    'base/kustomization.yaml': JSON.stringify(fields),
    'base/more.yaml': 'a: {b: 3}\nf: more\n',
    'overlay/kustomization.yaml': JSON.stringify({
      namespace: 'outer',
      resources: ['../base', 'cm.yaml'],
      nameSuffix: '-x',
      labels: [{ pairs: { by: 'overlay' } }],
    }),
    'overlay/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n',
    'argo/shop.yaml': APPLICATION,
    'argo/settings.yaml': settings,
    ...files,
  });
  return { directory: repository.directory, options: { repository: repository.directory, target: 'shop' } };
}

const command = async (directory: string) => {
  const { stdout } = await run(kustomizeBinary(), ['build', '--enable-helm', '--helm-command', helm ?? '', join(directory, 'overlay')]);
  return [...parseObjects(stdout, 'kustomize')];
};

describe('helmCharts of a kustomization, where argocd-cm has --enable-helm', () => {
  (helm === undefined ? test.skip : test).each<[string, object]>([
    ['defaults', { helmCharts: [{ name: 'web' }] }],
    [
      'every option',
      {
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
          { name: 'web', releaseName: 'two', skipHooks: true, valuesFile: 'more.yaml', valuesInline: { a: { c: ['z'] }, f: null, g: 2 } },
        ],
      },
    ],
    [
      'values under the file',
      { helmCharts: [{ name: 'web', valuesMerge: 'merge', valuesInline: { a: { b: 2, n: 1 }, d: 5, h: 1, z: 3, m: { q: 1 }, l: [] } }] },
    ],
    [
      'values in place of the file',
      { helmCharts: [{ name: 'web', valuesMerge: 'replace', valuesInline: { a: { b: 2 } }, additionalValuesFiles: ['more.yaml'] }] },
    ],
    [
      'the field before',
      { helmChartInflationGenerator: [{ chartName: 'web', releaseName: 'old', valuesLocal: { e: 'inline', z: { y: 1 }, l: [], m: {}, d: null } }] },
    ],
  ])('%s: what the kustomize command gives', async (_, fields) => {
    const { directory, options } = repositoryWith(fields);

    const { objects } = await render(options);

    expect(objects).toEqual(await command(directory));
    expect(objects.length).toBeGreaterThan(2);
  });

  test('a chart that would have to be pulled is refused with the way out, and without --enable-helm each is', async () => {
    const pulled = repositoryWith({ helmCharts: [{ name: 'far', repo: 'https://charts.example.com', version: '1.0.0' }] });
    const disabled = repositoryWith({ helmCharts: [{ name: 'web' }] }, { settings: SETTINGS.replace('--enable-helm', '--enable-exec') });

    await expect(render(pulled.options)).rejects.toMatchObject({
      code: 'RENDER_UNSUPPORTED',
      message: expect.stringContaining("'base/charts/far-1.0.0/far'"),
      hint: expect.stringContaining('helm pull'),
    });
    await expect(render(disabled.options)).rejects.toMatchObject({ code: 'ENGINE_KUSTOMIZE_FAILED', hint: expect.stringContaining('--enable-helm') });
  });
});
