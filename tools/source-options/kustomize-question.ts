import type { Chance } from './chance.js';
import type { Question } from './question.js';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'example/web:1'}, {name: side, image: 'example/side:2'}]}
`;
const CHART = {
  'app/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'app/charts/web/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: chart}\ndata: {kube: {{ .Capabilities.KubeVersion.Version | quote }}}\n',
};

const KUSTOMIZATIONS = [
  'resources: [web.yaml]\n',
  'resources: [web.yaml]\nnamePrefix: before-\nnamespace: old\n',
  'resources: [web.yaml]\nimages:\n- {name: example/web, newTag: old}\n- {name: zebra, newName: other, digest: sha256:1}\n',
  'resources: [web.yaml]\nreplicas: [{name: web, count: 2}, {name: other, count: 3}]\n',
  'resources: [web.yaml]\ncommonLabels: {team: a}\ncommonAnnotations: {note: a}\n',
  'resources: [web.yaml]\nlabels:\n- pairs: {team: a}\n- pairs: {tier: b}\n  includeTemplates: true\n- pairs: {sel: c}\n  includeSelectors: true\n',
  'resources: [web.yaml]\nlabels:\n- pairs: {tier: a}\n- pairs: {team: b}\n- pairs: {}\n  includeTemplates: true\n',
  'resources: [web.yaml]\npatches:\n- target: {kind: Deployment}\n  patch: |-\n    - {op: replace, path: /spec/replicas, value: 5}\n',
  'resources: [web.yaml]\ncomponents: [../components/one]\n',
  'bases: [../base]\nresources: [web.yaml]\n',
  'resources: [web.yaml]\nconfigMapGenerator:\n- {name: one, literals: [a=1]}\nconfigMapGenerator:\n- {name: two, literals: [b=2]}\n',
  'resources: [web.yaml]\npatchesStrategicMerge:\n- |-\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: web}\n  spec: {paused: true}\n',
  'helmCharts: [{name: web, releaseName: web}]\nresources: [web.yaml]\n',
  'resources: [web.yaml]\nvars: [{name: V, objref: {kind: Deployment, name: web, apiVersion: apps/v1}}]\n',
  '', '# only a comment\n', 'resources: [web.yaml]\nunknown: field\n', 'patches: null\nresources: [web.yaml]\n',
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- web.yaml # kept\nimages: []\n',
];
const IMAGES = [
  'example/web:2', 'example/web=other/web', 'example/web=other/web:3', 'example/web@sha256:abc', 'example/web=*:4', 'example/web=other:*',
  'example/web', 'registry:5000/web=x', 'example/side=registry:5000/side:1@sha256:def', '*:5', 'example/web:$ARGOCD_APP_REVISION_SHORT',
  '', 'example/web=', '=x:1', 'example/web:0123456', 'a=b=c', 'example/web=other@sha256:1:2',
];
const PATCHES = [
  { target: { kind: 'Deployment' }, patch: '- {op: add, path: /metadata/annotations, value: {p: q}}' },
  { path: 'patch.yaml' }, { path: 'patch.yaml', target: { kind: 'Deployment', name: 'w.*' } },
  { patch: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: false}\n' },
  { target: { labelSelector: 'app=web' }, patch: '- {op: test, path: /spec/replicas, value: 1}' },
  { patch: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: absent}\n' },
  { target: { kind: 'Deployment' }, options: { allowNameChange: true }, patch: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: renamed}\n' },
];

/** A kustomization with options of `spec.source.kustomize`. */
export function kustomizeQuestion({ pick, some, maybe, below }: Chance): Omit<Question, 'name'> {
  const pairs = (...names: string[]) => Object.fromEntries(some(() => [pick(...names), pick('a', 'b', '', '$ARGOCD_APP_NAME', '$$x', 'a:b', 'true', '1', 'x,y')], 1, 2));
  const kustomize = {
    ...maybe('namePrefix', () => pick('pre-', '', '-x', 'UP', '${ARGOCD_APP_NAME}-'), 25),
    ...maybe('nameSuffix', () => pick('-post', ''), 20),
    ...maybe('namespace', () => pick('elsewhere', '', 'Not_Valid'), 25),
    ...maybe('images', () => some(() => pick(...IMAGES), 1, 3), 40),
    ...maybe('replicas', () => some(() => ({ name: pick('web', 'other', 'none'), count: pick<number | string>(0, 3, 3, '4', '2', -1, 'many', '') }), 1, 2), 25),
    ...maybe('commonLabels', () => pairs('team', 'app', 'example.com/x', 'bad label'), 30),
    ...maybe('forceCommonLabels', () => true, 30),
    ...maybe('labelWithoutSelector', () => true, 30),
    ...maybe('labelIncludeTemplates', () => true, 20),
    ...maybe('commonAnnotations', () => pairs('note', 'example.com/n', 'bad note'), 30),
    ...maybe('forceCommonAnnotations', () => true, 30),
    ...maybe('commonAnnotationsEnvsubst', () => true, 30),
    ...maybe('patches', () => some(() => pick(...PATCHES), 1, 2), 20),
    ...maybe('components', () => some(() => pick('../components/one', '../components/two', '../components/absent', 'web.yaml', '../../out', '../components/empty'), 1, 2), 20),
    ...maybe('ignoreMissingComponents', () => true, 40),
    ...maybe('kubeVersion', () => pick('1.30.1', 'v1.29.0-gke.1', ''), 15),
    ...maybe('apiVersions', () => ['example.com/v1'], 10),
  };
  const name = pick('kustomization.yaml', 'kustomization.yaml', 'kustomization.yml', 'Kustomization');
  const buildOptions = pick('', '', '', '--enable-helm', '--load-restrictor LoadRestrictionsNone', '--reorder none --enable-helm');
  return {
    source: { repoURL: 'https://git.example.com/team/deploy.git', path: 'app', targetRevision: 'main', kustomize },
    ...(buildOptions === '' ? {} : { buildOptions }),
    files: {
      [`app/${name}`]: pick(...KUSTOMIZATIONS),
      'app/web.yaml': DEPLOYMENT,
      'app/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {minReadySeconds: 7}\n',
      'base/kustomization.yaml': 'resources: [map.yaml]\n',
      'base/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: base}\n',
      'components/one/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {one: yes-1}\n',
      'components/two/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {two: yes-2}\n',
      'components/empty/note.txt': 'nothing\n',
      ...(below(3) === 0 ? CHART : {}),
    },
  };
}
