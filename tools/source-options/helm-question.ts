import type { Chance } from './chance.js';
import type { Question } from './question.js';

/** Prints all that options of a source may change. */
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata:
  name: result
  namespace: {{ .Release.Namespace }}
data:
  release: {{ .Release.Name | quote }}
  kube: {{ .Capabilities.KubeVersion.Version | quote }}
  apis: {{ list (.Capabilities.APIVersions.Has "example.com/v1") (.Capabilities.APIVersions.Has "example.com/v1/Web") | toJson | quote }}
  values: {{ .Values | toJson | quote }}
  types: {{ range $key, $value := .Values }}{{ $key }}={{ kindOf $value }};{{ end }}
`;

/** The chart of all questions about Helm. */
export const CHART: Readonly<Record<string, string>> = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'a: 1\nb: {c: text, d: [one, two]}\ne: chart\n',
  'charts/web/values-prod.yaml': 'a: 2\nb: {c: prod}\n',
  'charts/web/values.schema.json': '{"type": "object", "properties": {"strict": {"type": "integer"}}}',
  'charts/web/templates/result.yaml': TEMPLATE,
  'charts/web/templates/tests/try.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: try, annotations: {helm.sh/hook: test}}\n',
  'charts/web/crds/web.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: webs.example.com}\n',
  'shared/common.yaml': 'e: shared\nf: true\n',
  'shared/shop.yaml': 'e: shop\n',
  'shared/note.txt': 'a note, with a comma\n',
};

const NAMES = ['a', 'b.c', 'b.d[0]', 'e', 'g.h', 'i\\.j', 'list', 'strict'];
const TEXTS = [
  '1', 'true', 'null', '', 'text', 'x,y', 'x\\,y', '{p,q}', '{}', 'a=b', '$ARGOCD_APP_NAME', '${ARGOCD_APP_REVISION_SHORT}',
  '$$HOME', '$UNKNOWN-x', '1e3', '007', '[1]', 'two words', '"quoted"', '{{ .x }}', '\\', '1,,2', '{a', 'ünï',
];
const FILES = [
  'values-prod.yaml', './values-prod.yaml', '../../shared/common.yaml', '/shared/common.yaml', '/shared/$ARGOCD_APP_NAME.yaml',
  'absent.yaml', 'values-*.yaml', '/shared/*.yaml', '$values/env.yaml', '$values//deep/env.yaml', '$values/absent.yaml',
  '$value/shared/common.yaml', '$other/x.yaml', '../../../outside.yaml', 'https://example.com/values.yaml', '$values/../env.yaml',
];

/** A chart in the repository with options of `spec.source.helm`. */
export function helmQuestion({ pick, some, maybe, below }: Chance): Omit<Question, 'name'> {
  const parameter = () => ({ name: pick(...NAMES), value: pick(...TEXTS), ...maybe('forceString', () => pick(true, false)) });
  const helm = {
    ...maybe('releaseName', () => pick('web', 'release-1', ''), 30),
    ...maybe('parameters', () => some(parameter, 1, 4), 60),
    ...maybe('fileParameters', () => [{ name: pick(...NAMES), path: pick('/shared/note.txt', '../../shared/note.txt', '$values/env.yaml', 'absent.txt') }], 15),
    ...maybe('valueFiles', () => some(() => pick(...FILES), 1, 3), 40),
    ...maybe('ignoreMissingValueFiles', () => pick(true, true, false), 50),
    ...maybe('values', () => pick('a: inline\n', '', 'e: {x: null}\n', 'a: 1\na: 2\n', '[]', 'strict: text\n', '# nothing\n'), 30),
    ...maybe('valuesObject', () => pick({ a: 'object' }, {}, { b: null }, { list: [1.5, true, null] }), 30),
    ...maybe('skipCrds', () => true, 20),
    ...maybe('skipTests', () => true, 20),
    ...maybe('skipSchemaValidation', () => true, 40),
    ...maybe('passCredentials', () => true, 10),
    ...maybe('kubeVersion', () => pick('1.30.1', 'v1.29', '1.28.3-gke.100', 'v1.31.2+k3s1', '', 'latest'), 25),
    ...maybe('apiVersions', () => pick([], ['example.com/v1'], ['example.com/v1/Web', 'x.io/v1']), 25),
    ...maybe('namespace', () => pick('elsewhere', ''), 20),
    ...maybe('version', () => pick('v3', 'v2', '', '3'), 8),
  };
  const overrides = maybe(
    'charts/web/.argocd-source.yaml',
    () => pick('helm: {releaseName: override}\n', 'helm: {parameters: [{name: a, value: o}]}\n', 'helm: null\n', 'kustomize: {}\n', '{}\n'),
    10,
  ) as Readonly<Record<string, string>>;
  return {
    source: { repoURL: 'https://git.example.com/team/deploy.git', path: 'charts/web', targetRevision: 'main', helm },
    files: { ...CHART, ...overrides },
    ...(below(2) === 0 ? { values: { files: { 'env.yaml': 'e: other\n', 'deep/env.yaml': 'e: deep\n' } } } : {}),
  };
}
