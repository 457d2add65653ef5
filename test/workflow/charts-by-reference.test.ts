import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeObject } from '../../src/manifest/identity.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { parseObjects } from '../../src/manifest/yaml.js';
import { HelmApplication, type HelmApplicationProps, type HelmChanges } from '../../src/model/helm-application.js';
import type { Repository } from '../../src/model/repository.js';
import type { ChartReference } from '../../src/model/sources/references.js';
import { check } from '../../src/workflow/check.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { render } from '../../src/workflow/render.js';
import { synthRepository } from '../../src/workflow/synth.js';
import { type FileServer, HELM, helm, packChart, startFileServer } from '../helpers/chart-servers.js';
import { HELM_COMMAND, needs } from '../helpers/needs.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';
import { environment, repository as newRepository } from '../model/fixtures.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();
const VERSION = '1.2.0';
const CHART = {
  'Chart.yaml': `apiVersion: v2\nname: web\nversion: ${VERSION}\n`,
  'values.yaml':
    'replicas: 1\nlabels: { team: chart, tier: back }\nhosts: [chart.example.com]\ndebug: { enabled: true }\n',
  'crds/widgets.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: widgets.example.com }\nspec: { group: example.com, scope: Namespaced, names: { kind: Widget, plural: widgets }, versions: [] }\n',
  'templates/all.yaml': [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\ndata:\n  kube: "{{ .Capabilities.KubeVersion }}"\n  values: {{ toJson .Values | quote }}\n',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: "{{ .Release.Name }}" }\nrules: []\n',
  ].join('---\n'),
};
const IN_THE_REPOSITORY = Object.fromEntries(
  Object.entries(CHART).map(([path, text]) => [`charts/web/${path}`, text] as const),
);
const KINDS = [
  { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
];

let server: FileServer;

/** Synthesizes and commits one overlay of the chart: the Argo Application `web-dev` on `dev-cluster`. */
async function synth(
  { directory }: TempRepository,
  chart: ChartReference,
  props: Partial<HelmApplicationProps> = {},
  overlay: HelmChanges = {},
  cluster: HelmChanges = {},
): Promise<void> {
  const root: Repository = newRepository({ root: directory });
  const web = new HelmApplication(root, 'web', { chart, clusterScopedKinds: KINDS, ...props });
  web.overlay(environment(root, 'dev'), { ...overlay, clusters: { 'dev-cluster': cluster } });
  await synthRepository({ repository: root, directory, kustomize: kustomize(), commit: {} });
}

/** What the real helm makes of the chart and these value files. */
function byHelm(values: readonly object[], flags: readonly string[]): readonly KubeObject[] {
  const files = values.map((level, index) => {
    const file = join(server.folder, `values-${index}.json`);
    writeFileSync(file, JSON.stringify(level));
    return `--values=${file}`;
  });
  const chart = join(server.folder, `web-${VERSION}.tgz`);
  return parseObjects(helm(server.folder, 'template', 'web', chart, '--namespace=web', ...files, ...flags), 'helm');
}

const sorted = (objects: readonly KubeObject[]) =>
  [...objects].sort((left, right) => (describeObject(left) < describeObject(right) ? -1 : 1));

const findingsOf = async ({ directory }: TempRepository) =>
  (await check({ repository: directory })).findings.map(({ rule, message }) => `${rule}: ${message}`);

needs(HELM !== undefined, HELM_COMMAND).describe('a chart by reference', () => {
  beforeAll(async () => {
    server = await startFileServer();
    packChart(server.folder, 'web', VERSION, CHART);
    helm(server.folder, 'repo', 'index', server.folder);
  });
  afterAll(() => server.stop());

  const VALUES = { replicas: 2, labels: { team: 'base', extra: 'a' }, hosts: ['a.example.com', 'b.example.com'] };
  const CHANGES = { labels: { team: 'dev', tier: null }, hosts: ['c.example.com'], debug: null };
  const DEEPER = { labels: { extra: 'cluster' }, 'a.b/c': { '1.10': '007' } };

  test.each<
    [
      what: string,
      props: Partial<HelmApplicationProps>,
      overlay: HelmChanges,
      cluster: HelmChanges,
      values: object[],
      flags: string[],
    ]
  >([
    ['without values', {}, {}, {}, [], ['--include-crds']],
    [
      'with values of base, overlay and cluster',
      { values: VALUES },
      { values: CHANGES },
      { values: DEEPER },
      [VALUES, CHANGES, DEEPER],
      ['--include-crds'],
    ],
    [
      'with options',
      { values: VALUES, skipCrds: true, kubeVersion: '1.31.0' },
      { parameters: { 'labels.team': '1.10', replicas: 3 } },
      {},
      [VALUES],
      ['--kube-version=1.31.0', '--set-string=labels.team=1.10', '--set=replicas=3'],
    ],
  ])(
    '%s is what helm makes of it, from a Helm repository and from this repository',
    async (...row) => {
      const [, props, overlay, cluster, values, flags] = row;
      const expected = sorted(byHelm(values, flags));
      const published = { repository: server.url, name: 'web', version: VERSION };

      for (const chart of [published, { path: 'charts/web' }]) {
        await using repository = tempRepository();
        repository.commit('the chart', IN_THE_REPOSITORY);
        await synth(repository, chart, props, overlay, cluster);

        const { objects } = await render({ repository: repository.directory, target: 'web-dev' });

        expect(sorted(objects)).toEqual(expected);
        expect(await findingsOf(repository)).toEqual([]);
      }
    },
    120_000,
  );

  test('list knows it, and its project permits it', async () => {
    await using repository = tempRepository();
    await synth(repository, { repository: server.url, name: 'web', version: VERSION }, { values: { replicas: 1 } });

    const { applications } = await listApplications({ repository: repository.directory });

    expect(applications.filter(({ isRoot }) => !isRoot)).toMatchObject([
      {
        name: 'web-dev',
        verdict: 'permitted',
        cluster: 'dev-cluster',
        sources: [{ chart: 'web', targetRevision: VERSION, type: 'helm' }, { type: 'ref' }],
      },
    ]);
  });

  test('a cluster-scoped kind that nobody names is what check finds', async () => {
    await using repository = tempRepository();
    repository.commit('the chart', IN_THE_REPOSITORY);
    await synth(repository, { path: 'charts/web' }, { clusterScopedKinds: [], skipCrds: true });

    expect(await findingsOf(repository)).toEqual([expect.stringContaining('ClusterRole')]);
  });
});
