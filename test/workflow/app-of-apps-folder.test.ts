import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { loadRevision } from '../../src/workflow/desired/load-revision.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, path: string) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: URL, path },
      destination: { name: 'in-cluster', namespace: 'shop' },
    },
  });
const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n';
const CHART = {
  'apps/Chart.yaml': 'apiVersion: v2\nname: apps\nversion: 1.0.0\n',
  'apps/values.yaml': 'names: [web, api]\n',
  'apps/templates/apps.yaml': `{{- range .Values.names }}\n---\n${application('NAME', 'PATH').replace('NAME', '{{ . }}').replace('PATH', 'manifests/{{ . }}')}{{- end }}\n`,
  'manifests/web/one.yaml': MANIFEST,
};
const API = { 'manifests/api/one.yaml': MANIFEST.replace('one', 'two') };

async function notices(
  work: (told: { onNotice: (notice: { kind: string; message: string }) => void }) => Promise<unknown>,
) {
  const told: string[] = [];
  await work({ onNotice: ({ kind, message }) => told.push(`${kind}: ${message}`) });
  return told;
}
const BUILT = "app-of-apps: no Argo Application names 'apps': it is built as by one called 'apps' without options";

test('a chart of Argo Applications that nobody names is built as Argo CD would, by every verb, which say so', async () => {
  await using repository = tempRepository();
  const at = { repository: repository.directory, outputDir: 'apps' };
  repository.commit('without api', CHART);

  const told = await notices(async (tell) => {
    const { findings, applications, objects } = await check({ ...at, ...tell });
    expect({ applications, objects }).toEqual({ applications: 2, objects: 1 });
    expect(findings.map(({ rule, file, message }) => `${rule} ${file}: ${message}`)).toEqual([
      "missing-path apps/Chart.yaml: Argo Application 'api' renders 'manifests/api', which is not in this revision",
    ]);
  });
  expect(told).toEqual([BUILT]);

  repository.commit('with api', API);
  expect((await check(at)).findings).toEqual([]);
  expect((await listApplications(at)).applications.map(({ name, verdict, isRoot }) => [name, verdict, isRoot])).toEqual(
    [
      ['api', 'permitted', false],
      ['web', 'permitted', false],
    ],
  );
  expect((await render({ ...at, all: true })).objects.map(({ metadata }) => metadata.name)).toEqual(['one', 'two']);
  const { targets } = await loadRevision({ ...at, all: true });
  expect(targets.flatMap(({ applications }) => applications.map(({ name }) => name))).toEqual(['web', 'api']);
});

test('what a chart makes without values that only its Argo Application has is a warning, which names them', async () => {
  await using repository = tempRepository();
  const at = { repository: repository.directory, outputDir: 'apps' };
  const uses = CHART['apps/templates/apps.yaml'].replace('manifests/', 'manifests/{{ $.Values.env.name }}');
  repository.commit('first', {
    ...CHART,
    'apps/templates/apps.yaml': uses,
    'apps/values.yaml': 'names: [web]\nenv: {name: }\n',
  });

  const { findings } = await check(at);
  expect(findings).toEqual([]);
  repository.commit('a folder that is not there', { 'apps/values.yaml': 'names: [api]\nenv: {name: }\n' });
  expect((await check(at)).findings).toMatchObject([
    {
      rule: 'missing-path',
      level: 'warning',
      hint: expect.stringMatching(/sets the values env\.name of the chart\. Give/),
    },
  ]);
  repository.commit('the chart has it', { 'apps/values.yaml': 'names: [api]\nenv: {name: api}\n' });
  expect((await check(at)).findings).toMatchObject([{ rule: 'missing-path', level: 'error' }]);
});

test('the Argo Application of the repository that names the folder decides how it is built', async () => {
  await using repository = tempRepository();
  const root = application('root', 'apps/').replace(
    'path: apps/',
    'path: apps/\n    helm: {parameters: [{name: "names[0]", value: web}]}',
  );
  repository.commit('first', { ...CHART, 'root.yaml': root, 'apps/values.yaml': 'names: [gone]\n' });
  const told = await notices(async (tell) => {
    const { applications } = await listApplications({ repository: repository.directory, outputDir: 'apps', ...tell });
    expect(applications.map(({ name, isRoot, madeBy }) => [name, isRoot, madeBy?.name])).toEqual([
      ['root', true, undefined],
      ['web', false, 'root'],
    ]);
  });
  expect(told).toEqual([]);
});

test('of a kustomization its patches count, its files do not, and what nobody delivers is told; a finding is where the Argo Application stands', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    'apps/kustomization.yaml': 'namePrefix: eu-\nresources: [web.yaml, map.yaml]\n',
    'apps/web.yaml': application('web', 'manifests/gone'),
    'apps/map.yaml': MANIFEST,
    'manifests/web/one.yaml': MANIFEST,
  });
  const told = await notices(async (tell) => {
    const { findings } = await check({ repository: repository.directory, outputDir: 'apps', ...tell });
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      "missing-path: Argo Application 'eu-web' renders 'manifests/gone', which is not in this revision",
    ]);
  });
  expect(told).toEqual([`${BUILT}; its one other object is left out, because nobody delivers them`]);
});

test('the root of a repository may be one, too', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    ...Object.fromEntries(Object.entries(CHART).map(([path, text]) => [path.replace(/^apps\//, ''), text])),
    ...API,
  });
  const { applications, findings } = await check({ repository: repository.directory });
  expect({ applications, findings }).toEqual({ applications: 2, findings: [] });
});

test('a folder without anything of Argo CD is no success, and the folder that was meant is named', async () => {
  await using repository = tempRepository();
  repository.commit('first', {
    ...CHART,
    'other/readme.md': 'nothing',
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  });
  const result = await check({ repository: repository.directory, outputDir: 'other' });
  expect(result.findings).toMatchObject([
    { rule: 'nothing-found', level: 'error', file: 'other', hint: expect.stringContaining('gitops render') },
  ]);
  const chart = await check({ repository: repository.directory, outputDir: 'charts/web' });
  expect(chart.findings.map(({ rule }) => rule)).toEqual(['nothing-found']);
});
