import type { HelmRequest } from '../../../src/engines/helm/helm.js';
import { FileSet } from '../../../src/files/file-set.js';

type Case = Omit<HelmRequest, 'releaseName' | 'namespace' | 'chart'> & {
  readonly files: Readonly<Record<string, string>>;
  readonly binaries?: Readonly<Record<string, string>>;
};

/** A chart's description. */
export function chartYaml(name: string, more = ''): string {
  return `apiVersion: v2\nname: ${name}\nversion: 1.2.3\nappVersion: "4.5"\ndescription: a chart\n${more}`;
}

/** An object with data, as a template. */
export function configMap(name: string, data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}\n`;
}

const hook = (name: string, event: string, more = '') =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  annotations:\n    "helm.sh/hook": ${event}\n${more}spec: {}\n`;

const PARENT = chartYaml(
  'parent',
  `dependencies:
- {name: one, version: 1.x.x, repository: "", condition: one.enabled}
- {name: two, version: ">=1.0.0", repository: "", alias: second, tags: [back], import-values: [data, {child: nested.port, parent: taken.port}]}
- {name: two, version: 1.2.3, repository: ""}
`,
);
const SUBCHARTS = {
  'Chart.yaml': PARENT,
  'values.yaml': 'one: {a: from-parent}\nsecond: {nested: {port: 99}}\nglobal: {zone: eu}\ntags: {back: true}\n',
  'templates/all.yaml': configMap(
    'parent',
    '  values: {{ .Values | toJson | quote }}\n  subcharts: {{ keys .Subcharts | sortAlpha | join "," }}',
  ),
  'charts/one/Chart.yaml': chartYaml('one'),
  'charts/one/values.yaml': 'a: default\nb: 2\nenabled: true\n',
  'charts/one/templates/x.yaml': configMap(
    'one',
    '  values: {{ .Values | toJson | quote }}\n  chart: {{ .Chart.Name }} {{ .Template.BasePath }}',
  ),
  'charts/one/crds/one.yaml': 'kind: One\n',
  'charts/two/Chart.yaml': chartYaml('two'),
  'charts/two/values.yaml': 'nested: {port: 1}\nexports: {data: {shared: true}}\n',
  'charts/two/templates/x.yaml': configMap(
    '{{ .Chart.Name }}',
    '  values: {{ .Values | toJson | quote }}\n  root: {{ .Chart.IsRoot }}',
  ),
  'crds/own.yaml': 'kind: Own\n',
};

/** Hand-written cases: what a name says is what it covers. */
export const CASES: Readonly<Record<string, Case>> = {
  'functions of Helm': {
    files: {
      'Chart.yaml': chartYaml('web', 'annotations: {a: b}\nmaintainers: [{name: someone}]\n'),
      'values.yaml':
        'image: {repository: nginx, tag: ""}\nlist: [1, two, {three: 3}]\ntext: "{{ .Release.Name }}-x"\nempty: {}\nbig: 12345678901\nfloat: 1.50\n',
      'templates/_helpers.tpl':
        '{{- define "web.name" -}}{{ .Chart.Name | trunc 63 }}{{- end -}}\n{{ define "loop" }}{{ range $i, $x := .list }}{{ $i }}{{ end }}{{ end }}',
      'templates/a.yaml': configMap(
        '{{ include "web.name" . }}',
        `  image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
  tpl: {{ tpl .Values.text . }}
  yaml: {{ toYaml .Values.list | quote }}
  json: {{ toJson .Values | quote }}
  toml: {{ toToml .Values.image | quote }}
  from: {{ (fromYaml "a: {b: 1}").a.b }} {{ fromYamlArray "[1,2]" | len }} {{ (fromJson "{\\"x\\": 1}").x }} {{ (fromToml "a = 1").a }}
  bad: {{ fromYaml "a: [" | toJson | quote }}
  lookup: {{ lookup "v1" "Secret" "x" "y" | toJson }}
  required: {{ required "needed" .Values.big }}
  chart: {{ .Chart.Annotations.a }} {{ .Chart.Type }} {{ .Chart.Version }} {{ (index .Chart.Maintainers 0).Name }}
  release: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.Service }} {{ .Release.Revision }} {{ .Release.IsInstall }} {{ .Release.IsUpgrade }}
  template: {{ .Template.Name }} {{ .Template.BasePath }}
  file: {{ .Files.Get "files/a.txt" | quote }} {{ .Files.Get "absent" | quote }}
  lines: {{ .Files.Lines "files/a.txt" | join "|" | quote }}
  binary: {{ .Files.Get "files/b.bin" | b64enc }}
  float: {{ .Values.float }} {{ .Values.big }} {{ .Values.nothing }} {{ mul .Values.float 2 }}
  sprig: {{ "abc" | sha256sum | trunc 8 }} {{ list 3 1 2 | sortAlpha }} {{ dict "a" 1 | toJson | quote }} {{ semverCompare ">=1.2" "1.3.0" }}
  dns: {{ getHostByName "localhost" | quote }}
{{ (.Files.Glob "files/*").AsConfig | indent 2 }}
{{ (.Files.Glob "files/*.txt").AsSecrets | indent 2 }}
  loop: {{ include "loop" .Values }}
{{- with .Values.image }}
  with: {{ .repository }}
{{- end }}
{{- if and .Values.empty (not .Values.absent) }}
  never: x
{{- else }}
  else: x
{{- end }}`,
      ),
      'files/a.txt': 'one\ntwo\n',
    },
    binaries: { 'files/b.bin': 'AP/+gA==' },
  },
  capabilities: {
    files: {
      'Chart.yaml': chartYaml('web', 'kubeVersion: ">=1.20.0-0"\n'),
      'templates/a.yaml': configMap(
        'a',
        '  kube: {{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Major }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.KubeVersion.GitVersion }}\n  versions: {{ .Capabilities.APIVersions | join "," }}\n  has: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }} {{ .Capabilities.APIVersions.Has "apps/v1" }}\n  helm: {{ .Capabilities.HelmVersion.Version }} {{ .Capabilities.HelmVersion.GitCommit }} {{ .Capabilities.HelmVersion.KubeClientVersion }}',
      ),
    },
    apiVersions: ['monitoring.coreos.com/v1', 'x.io/v1/Thing'],
  },
  'another kube version': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/a.yaml': configMap(
        'a',
        '  kube: {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.KubeVersion.Minor }}',
      ),
    },
    kubeVersion: '1.29.3-eks-abc',
  },
  'a kube version that does not fit': {
    files: { 'Chart.yaml': chartYaml('web', 'kubeVersion: "<1.30"\n') },
    kubeVersion: 'v1.31.0',
  },
  'a kube version that is none': { files: { 'Chart.yaml': chartYaml('web') }, kubeVersion: 'latest' },
  'dependencies, conditions, aliases, tags, imported values, globals': { files: SUBCHARTS, includeCrds: true },
  'a dependency switched off': {
    files: SUBCHARTS,
    values: { set: ['one.enabled=false', 'tags.back=false', 'global.zone=us'] },
    includeCrds: true,
  },
  'a dependency that is missing': { files: { 'Chart.yaml': PARENT, 'templates/a.yaml': '' } },
  'requirements of the first chart version': {
    files: {
      'Chart.yaml': 'apiVersion: v1\nname: old\nversion: 0.1.0\n',
      'requirements.yaml': 'dependencies:\n- {name: one, version: 1.2.3, repository: "", condition: on}\n',
      'templates/a.yaml': configMap('a', '  a: {{ .Files.Get "requirements.yaml" | quote }}'),
      'charts/one/Chart.yaml': chartYaml('one'),
      'charts/one/templates/x.yaml': configMap('one', '  a: b'),
    },
    values: { set: ['on=true'] },
  },
  'a library chart among the dependencies': {
    files: {
      'Chart.yaml': chartYaml('web', 'dependencies: [{name: lib, version: 1.2.3, repository: ""}]\n'),
      'templates/a.yaml': '{{ include "lib.map" . }}',
      'charts/lib/Chart.yaml': chartYaml('lib', 'type: library\n'),
      'charts/lib/templates/_x.tpl': `{{ define "lib.map" }}${configMap('lib', '  a: b')}{{ end }}`,
      'charts/lib/templates/ignored.yaml': configMap('never', '  a: b'),
    },
  },
  'a library chart alone': { files: { 'Chart.yaml': chartYaml('lib', 'type: library\n') } },
  'hooks of all events, weights, an unknown one, and several documents in a file': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/hooks.yaml': [
        'pre-install',
        'post-install',
        'pre-upgrade,post-upgrade',
        'pre-delete',
        'post-delete',
        'pre-rollback',
        'post-rollback',
        'test',
        'test-success',
        'nothing',
      ]
        .map((event, index) =>
          hook(
            `hook-${index}`,
            event,
            `    "helm.sh/hook-weight": "${5 - index}"\n    "helm.sh/hook-delete-policy": hook-succeeded\n`,
          ),
        )
        .join('---\n'),
      'templates/more.yaml': `${configMap('a', '  a: b')}---\n${hook('later', 'pre-install')}`,
    },
  },
  'without tests': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/t.yaml': hook('t', 'test'),
      'templates/h.yaml': hook('h', 'pre-install'),
    },
    skipTests: true,
  },
  'without hooks': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/t.yaml': hook('t', 'test'),
      'templates/a.yaml': configMap('a', '  a: b'),
    },
    noHooks: true,
  },
  'an upgrade': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/a.yaml': configMap('a', '  a: {{ .Release.IsUpgrade }} {{ .Release.IsInstall }}'),
    },
    isUpgrade: true,
  },
  'the order of kinds': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/all.yaml': [
        'Widget',
        'Ingress',
        'APIService',
        'Deployment',
        'Service',
        'Namespace',
        'Secret',
        'ConfigMap',
        'CustomResourceDefinition',
        'ServiceAccount',
        'ClusterRole',
        'StatefulSet',
        'Job',
        'PriorityClass',
        'Widget',
        'NetworkPolicy',
        'List',
      ]
        .map((kind, index) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: o${index}}\n`)
        .join('---\n'),
      'templates/a.yaml': configMap('first', '  a: b'),
    },
  },
  'definitions only when asked': {
    files: { 'Chart.yaml': chartYaml('web'), 'crds/a.yaml': 'kind: A\n', 'templates/a.yaml': configMap('a', '  a: b') },
  },
  'definitions, in their order': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'crds/b.yaml': 'kind: B\n---\nkind: B2\n',
      'crds/a/z.yml': 'kind: Z\n',
      'crds/c.json': '{"kind": "C"}',
      'crds/readme.md': 'no',
      'crds/{{x}}.yaml': 'kind: "{{ .Values.x }}"\n',
      'templates/a.yaml': '',
    },
    includeCrds: true,
  },
  'a schema that is kept': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'values.yaml': 'port: 80\n',
      'values.schema.json':
        '{"type":"object","required":["port"],"properties":{"port":{"type":"integer","minimum":1}}}',
      'templates/a.yaml': configMap('a', '  a: {{ .Values.port }}'),
    },
  },
  'a schema that is broken': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'values.yaml': 'port: x\nmore: 1\n',
      'values.schema.json':
        '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"port":{"$ref":"#/definitions/port"}},"additionalProperties":false,"definitions":{"port":{"type":"integer"}}}',
    },
  },
  'a schema of a subchart that is broken': {
    files: { ...SUBCHARTS, 'charts/one/values.schema.json': '{"properties":{"b":{"type":"string"}}}' },
  },
  'a schema that is not looked at': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'values.schema.json': '{"required":["x"]}',
      'templates/a.yaml': configMap('a', '  a: b'),
    },
    skipSchemaValidation: true,
  },
  'a schema that is none': { files: { 'Chart.yaml': chartYaml('web'), 'values.schema.json': '{"type": 3}' } },
  'ignored files': {
    files: {
      'Chart.yaml': chartYaml('web'),
      '.helmignore': '# comment\n*.bak\n/templates/secret/\n!keep.txt\ndocs/\n',
      'templates/a.yaml': configMap(
        'a',
        '  a: {{ .Files.Get "docs/x.md" | quote }}{{ .Files.Get "notes.bak" | quote }}{{ .Files.Get "plain.txt" | quote }}',
      ),
      'templates/secret/b.yaml': configMap('never', '  a: b'),
      'templates/.hidden.yaml': configMap('never', '  a: b'),
      'docs/x.md': 'x',
      'notes.bak': 'x',
      'plain.txt': 'x',
      'keep.txt': 'x',
    },
  },
  'ignored without a rule that is not': {
    files: {
      'Chart.yaml': chartYaml('web'),
      '.helmignore': '*.bak\n.git/\n*.swp\n',
      'templates/a.yaml': configMap('a', '  a: {{ range $p, $_ := .Files.Glob "**" }}{{ $p }},{{ end }}'),
      'x.bak': '',
      'deep/y.bak': '',
      'deep/z.txt': '',
      '.dot': '',
    },
  },
  'values of all flags': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'values.yaml': 'a: 1\nb: {c: [1, 2, 3], d: {e: f}}\ndrop: {me: true, not: false}\ntext: x\n',
      'templates/a.yaml': configMap('a', '  a: {{ .Values | toJson | quote }}'),
    },
    values: {
      files: [
        { name: 'one.yaml', content: 'b: {c: [9]}\ndrop: {me: null}\n---\nsecond: document\n' },
        { name: 'two.yaml', content: 'b: {d: {g: h}}\nempty:\n' },
      ],
      setJson: ['json={"x":[1,{"y":null}]}', '{"whole":{"object":true}}'],
      set: [
        'a=5',
        'b.c[1]=x,b.c[3].deep=y',
        'list={1,2,three}',
        'esc=a\\,b',
        'nul=null',
        'dotted\\.key=v',
        'yes=true,no=false,num=007,neg=-1,flt=1.5,blank=',
      ],
      setString: ['str=5', 'b.s=true'],
      setFile: [{ name: 'file.content', content: 'line 1\nline, 2\n' }],
      setLiteral: ['lit=a,b={c}'],
    },
  },
  'values of the wrong shape': { files: { ...SUBCHARTS, 'values.yaml': 'one: text\nglobal: 5\n' } },
  'values that replace tables': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'values.yaml': 'a: {b: 1}\nc: text\nl: [1]\n',
      'templates/a.yaml': configMap('a', '  a: {{ .Values | toJson | quote }}'),
    },
    values: { files: [{ name: 'v.yaml', content: 'a: text\nc: {d: 1}\nl: {x: 1}\n' }] },
  },
  'values that are not YAML': {
    files: { 'Chart.yaml': chartYaml('web') },
    values: { files: [{ name: 'v.yaml', content: 'a: [' }] },
  },
  'values that are no map': {
    files: { 'Chart.yaml': chartYaml('web') },
    values: { files: [{ name: 'v.yaml', content: '- a' }] },
  },
  'a --set that is wrong': { files: { 'Chart.yaml': chartYaml('web') }, values: { set: ['a[x]=1'] } },
  'documents of odd forms': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/NOTES.txt': 'hello',
      'templates/sub/deep/x.yaml': configMap('deep', '  a: b'),
      'templates/empty.yaml': '{{- if false }}x{{ end }}',
      'templates/comment.yaml': '# only a comment\n',
      'templates/mixed.yaml': `---\n# first\n---\n\n---\n${configMap('one', '  a: b')}--- # trailing\n${configMap('two', '  a: b')}\n---\n`,
      'templates/crlf.yaml': 'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: crlf\r\n',
      'templates/bom.yaml': `\uFEFF${configMap('bom', '  a: b')}`,
      'templates/text.txt': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: txt}\n',
      'templates/json.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"json"}}',
      'templates/novalue.yaml': configMap('nv', '  a: "<no value>{{ .Values.x }}"'),
    },
  },
  'a template that does not parse': {
    files: { 'Chart.yaml': chartYaml('web'), 'templates/a.yaml': 'a: {{ .Values.x' },
  },
  'a template that fails': {
    files: {
      'Chart.yaml': chartYaml('web'),
      'templates/_h.tpl': '{{ define "x" }}{{ .Values.a.b.c }}{{ end }}',
      'templates/a.yaml': 'a: {{ include "x" . }}',
    },
  },
  'a template that requires': {
    files: { 'Chart.yaml': chartYaml('web'), 'templates/a.yaml': 'a: {{ required "x is needed" .Values.x }}' },
  },
  'a template that gives up': {
    files: { 'Chart.yaml': chartYaml('web'), 'templates/a.yaml': '{{ fail "no: such, thing" }}' },
  },
  'a template that is not YAML': { files: { 'Chart.yaml': chartYaml('web'), 'templates/a.yaml': 'a: b: c\n' } },
  'a function that looks at the machine': {
    files: { 'Chart.yaml': chartYaml('web'), 'templates/a.yaml': '{{ env "HOME" }}' },
  },
  'an unknown function': { files: { 'Chart.yaml': chartYaml('web'), 'templates/a.yaml': '{{ nothing 1 }}' } },
  'an unknown template': { files: { 'Chart.yaml': chartYaml('web'), 'templates/a.yaml': '{{ include "nothing" . }}' } },
  'a chart without a version': { files: { 'Chart.yaml': 'apiVersion: v2\nname: web\n' } },
  'a chart with a bad name': { files: { 'Chart.yaml': 'apiVersion: v2\nname: ../web\nversion: 1.0.0\n' } },
  'a deprecated chart': {
    files: { 'Chart.yaml': chartYaml('web', 'deprecated: true\n'), 'templates/a.yaml': configMap('a', '  a: b') },
  },
  'nothing at all': { files: { 'Chart.yaml': chartYaml('web') } },
};

export function toRequest({ files, binaries = {}, ...options }: Case): HelmRequest {
  const bytes = new Map(
    Object.entries(binaries).map(([path, base64]) => [path, new Uint8Array(Buffer.from(base64, 'base64'))]),
  );
  return {
    ...options,
    chart: { files: FileSet.of(files), binaries: bytes },
    releaseName: 'my-release',
    namespace: 'my-namespace',
  };
}
