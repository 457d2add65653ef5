import { CHART } from './helm-question.js';
import type { Question } from './question.js';

const REPOSITORY = { repoURL: 'https://git.example.com/team/deploy.git', targetRevision: 'main' };
const chart = (name: string, helm: object, more: Partial<Question> = {}): Question => ({
  name,
  source: { ...REPOSITORY, path: 'charts/web', helm },
  files: CHART,
  ...more,
});
const MAP = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const kustomization = (name: string, text: string, kustomize: object): Question => ({
  name,
  source: { ...REPOSITORY, path: 'app', kustomize },
  files: { 'app/kustomization.yaml': text, 'app/map.yaml': MAP('one') },
});

/** What people reported, and where rules meet. */
export const NAMED_QUESTIONS: readonly Question[] = [
  chart('a parameter first with and then without forceString', {
    parameters: [{ name: 'a', value: 'forced', forceString: true }, { name: 'a', value: 'plain' }],
  }),
  chart('a parameter twice', { parameters: [{ name: 'a', value: '1' }, { name: 'a', value: '2' }] }),
  chart('a parameter, a file parameter and values of one name', {
    parameters: [{ name: 'e', value: 'set' }],
    fileParameters: [{ name: 'e', path: '/shared/note.txt' }],
    values: 'e: inline\n',
    valueFiles: ['/shared/common.yaml'],
  }),
  chart('an override with null', { releaseName: 'web', values: 'a: 2\n' }, {
    files: { ...CHART, 'charts/web/.argocd-source.yaml': 'helm: {releaseName: null, values: null}\n' },
  }),
  chart('an override of parameters', { parameters: [{ name: 'a', value: '1', forceString: true }, { name: 'e', value: 'x' }] }, {
    files: { ...CHART, 'charts/web/.argocd-source-shop.yaml': 'helm: {parameters: [{name: list, value: "2"}]}\n' },
  }),
  chart('an override of valuesObject', { valuesObject: { a: 2, b: { c: 'object' }, e: 'object' } }, {
    files: { ...CHART, 'charts/web/.argocd-source.yaml': 'helm: {valuesObject: {a: null, b: {c: over}}}\n' },
  }),
  chart('a glob in value files is a name', { valueFiles: ['values-*.yaml'] }),
  chart('a glob in value files is a missing file', { valueFiles: ['/shared/*.yaml'], ignoreMissingValueFiles: true }),
  chart('a value file of an unknown reference is read from the root', { valueFiles: ['$other/shared/common.yaml'] }),
  chart('values and valuesObject', { values: 'e: text\n', valuesObject: { a: 'object' } }),
  chart('an empty valuesObject beside values', { values: 'e: text\n', valuesObject: {} }),
  chart('links in a chart', { releaseName: 'web' }, {
    files: { ...CHART, 'charts/web/templates/files.yaml': `${MAP('files')}data: {{ (.Files.Glob "ci/*").AsConfig | nindent 2 }}\n` },
    links: { 'charts/web/ci/prod-values.yaml': '../values-prod.yaml' },
  }),
  chart('a value file beside a chart behind a link', { valueFiles: ['linked.yaml'] }, {
    source: { ...REPOSITORY, path: 'current', helm: { valueFiles: ['linked.yaml'] } },
    links: { current: 'charts/web', 'charts/web/linked.yaml': '../../shared/common.yaml' },
  }),
  chart('a kustomization behind a link in a chart', {}, {
    files: { ...CHART, 'side/kustomization.yaml': 'resources: [side.yaml]\n', 'charts/web/templates/files.yaml': `${MAP('files')}data: {{ (.Files.Glob "conf/**").AsConfig | nindent 2 }}\n` },
    links: { 'charts/web/conf': '../../side' },
  }),
  chart('a link out of the repository that nothing reads', { releaseName: 'web' }, { links: { 'docs/away': '../../away' } }),
  chart('a link to an absolute path in the repository', { releaseName: 'web' }, { links: { 'docs/away': '/repository/shared' } }),
  chart('a broken link in a chart', { releaseName: 'web' }, { links: { 'charts/web/docs/gone': 'nowhere' } }),
  chart('a broken link in an ignored folder of a chart', { releaseName: 'web' }, {
    files: { ...CHART, 'charts/web/.helmignore': 'docs/\n', 'charts/web/docs/a.txt': 'a\n' },
    links: { 'charts/web/docs/gone': 'nowhere' },
  }),
  chart('a link that leads to itself in a chart', { releaseName: 'web' }, { links: { 'charts/web/docs/loop': 'loop' } }),
  chart('a link to the folder that it is in, in a chart', { releaseName: 'web' }, { links: { 'charts/web/docs/up': '.' } }),
  kustomization('patches and an empty kustomization', '# nothing\n', { patches: [{ path: 'map.yaml' }] }),
  kustomization('patches where there is null', 'resources: [map.yaml]\npatches: null\n', { patches: [{ path: 'map.yaml' }] }),
  kustomization('labels where there are labels without pairs', 'resources: [map.yaml]\nlabels:\n- pairs: {}\n', { commonLabels: { a: 'b' }, labelWithoutSelector: true }),
  kustomization('labels where there are labels of the same settings',
    'resources: [map.yaml]\nlabels:\n- pairs: {a: one}\n- pairs: {b: two}\n', { commonLabels: { b: 'new', c: 'new' }, labelWithoutSelector: true, forceCommonLabels: true }),
  kustomization('a name twice in a kustomization', 'resources: [map.yaml]\nnamePrefix: a-\nnamePrefix: b-\n', {}),
  kustomization('a name twice in a kustomization that is edited', 'resources: [map.yaml]\nconfigMapGenerator:\n- {name: first, literals: [a=1]}\nconfigMapGenerator:\n- {name: second, literals: [a=1]}\n', { namePrefix: 'a-' }),
  {
    name: 'an override of labels',
    source: { ...REPOSITORY, path: 'app', kustomize: { commonLabels: { a: '1', b: '1' }, images: ['x=y'] } },
    files: {
      'app/kustomization.yaml': 'resources: [map.yaml]\n',
      'app/map.yaml': MAP('one'),
      'app/.argocd-source.yaml': 'kustomize: {commonLabels: {a: null, b: "2"}, namePrefix: pre-}\n',
    },
  },
  { name: 'a file whose name ends in Chart.yaml', source: { ...REPOSITORY, path: 'app' }, files: { 'app/MyChart.yaml': MAP('one'), 'app/map.yaml': MAP('two') } },
  { name: 'a chart and a kustomization in one folder', source: { ...REPOSITORY, path: 'app' }, files: { 'app/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', 'app/kustomization.yaml': 'resources: [map.yaml]\n', 'app/map.yaml': MAP('one') } },
  { name: 'an empty block beside a chart', source: { ...REPOSITORY, path: 'charts/web', kustomize: {}, directory: { recurse: false } }, files: CHART },
  { name: 'a block of kustomize that says nothing', source: { ...REPOSITORY, path: 'charts/web', kustomize: { forceCommonLabels: true } }, files: CHART },
  { name: 'a block of Helm that says nothing', source: { ...REPOSITORY, path: 'plain', helm: { passCredentials: false } }, files: { 'plain/map.yaml': MAP('one') } },
  { name: 'a directory with only a pattern is none', source: { ...REPOSITORY, path: 'charts/web', directory: { include: '*.yaml' } }, files: CHART },
  { name: 'two types', source: { ...REPOSITORY, path: 'charts/web', helm: { releaseName: 'x' }, kustomize: { namePrefix: 'x' } }, files: CHART },
  { name: 'a path that is absolute', source: { ...REPOSITORY, path: '/plain' }, files: { 'plain/map.yaml': MAP('one') } },
  { name: 'a path that is a file', source: { ...REPOSITORY, path: 'plain/map.yaml' }, files: { 'plain/map.yaml': MAP('one') } },
  { name: 'a path with dots in it', source: { ...REPOSITORY, path: 'other/../plain/.' }, files: { 'plain/map.yaml': MAP('one'), 'other/x.txt': 'x' } },
  { name: 'a kustomization that builds nothing', source: { ...REPOSITORY, path: 'app' }, files: { 'app/kustomization.yaml': 'resources: []\n' } },
];
