// What the engines cost: size, start (unpack, compile, start the thread), a first call, further calls.
// `node bench/engines.mjs` after `npm run build`.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const LIB = fileURLToPath(new URL('../lib/', import.meta.url));
const { FileSet } = await import(join(LIB, 'files/file-set.js'));
const load = async (file, name) => (await import(join(LIB, 'engines', file)))[name];

const CHART = FileSet.of({
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'values.yaml': 'replicas: 1\nimage: nginx\n',
  'templates/_helpers.tpl': '{{ define "name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}',
  'templates/deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ include "name" . }}}\nspec: {replicas: {{ .Values.replicas }}, template: {spec: {containers: [{name: web, image: {{ .Values.image | quote }}}]}}}\n',
  'templates/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: {{ include "name" . }}}\nspec: {ports: [{port: 80}]}\n',
});
const CERTIFICATE = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'c' },
  status: { conditions: [{ type: 'Ready', status: 'True', message: 'ok' }] },
};
const APPLICATION = {
  metadata: { name: '{{.name}}' },
  spec: { source: { path: 'apps/{{.name}}' }, destination: { namespace: '{{.name | lower}}' } },
};

const SIZES = {
  type: 'object',
  properties: { least: { type: 'integer' }, most: { type: 'integer' } },
  'x-kubernetes-validations': [{ rule: 'self.least <= self.most' }],
};
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: SIZES } } },
      },
    ],
  },
};
const WIDGET = {
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w', namespace: 'n' },
  spec: { least: 1, most: 2 },
};

/** A call each; the second is for a batch. */
const ENGINES = {
  cel: [
    await load('cel/create-cel.js', 'createCel'),
    (cel) => cel.evaluate('object.status.conditions.exists(c, c.type == "Ready")', [{ object: CERTIFICATE }]),
    (cel, n) =>
      cel.evaluate('object.status.conditions.exists(c, c.type == "Ready")', Array(n).fill({ object: CERTIFICATE })),
  ],
  crd: [
    await load('crd/create-crd.js', 'createCrd'),
    (crd) => crd.validate(DEFINITION, 'v1', [WIDGET]),
    (crd, n) => crd.validate(DEFINITION, 'v1', Array(n).fill(WIDGET)),
  ],
  health: [
    await load('lua-health/create-lua-health.js', 'createLuaHealth'),
    (health) => health.judge([CERTIFICATE]),
    (health, n) => health.judge(Array(n).fill(CERTIFICATE)),
  ],
  helm: [
    await load('helm/create-helm.js', 'createHelm'),
    (helm, release = 0) => helm.template({ chart: { files: CHART }, releaseName: `r${release}`, namespace: 'n' }),
    (helm, n) =>
      Promise.all(
        Array.from({ length: n }, (_, i) =>
          helm.template({ chart: { files: CHART }, releaseName: `r${i}`, namespace: 'n' }),
        ),
      ),
  ],
  jq: [
    await load('jq/create-jq.js', 'createJq'),
    (jq) => jq.deletePaths(['.status.conditions[] | select(.type == "Ready")'], [CERTIFICATE]),
    (jq, n) => jq.deletePaths(['.status.conditions[] | select(.type == "Ready")'], Array(n).fill(CERTIFICATE)),
  ],
  jsonnet: [
    await load('jsonnet/create-jsonnet.js', 'createJsonnet'),
    (jsonnet) =>
      jsonnet.evaluate({
        files: FileSet.of({ 'a.jsonnet': '[{ a: i } for i in std.range(1, 10)]' }),
        file: 'a.jsonnet',
      }),
    (jsonnet, n) =>
      Promise.all(
        Array.from({ length: n }, () =>
          jsonnet.evaluate({
            files: FileSet.of({ 'a.jsonnet': '[{ a: i } for i in std.range(1, 10)]' }),
            file: 'a.jsonnet',
          }),
        ),
      ),
  ],
  template: [
    await load('template/create-templates.js', 'createTemplates'),
    (templates) => templates.render({ template: APPLICATION, parameters: [{ name: 'x' }], goTemplate: true }),
    (templates, n) =>
      templates.render({
        template: APPLICATION,
        parameters: Array.from({ length: n }, (_, i) => ({ name: `n${i}` })),
        goTemplate: true,
      }),
  ],
};
const CALLS = 1_000;

console.log('engine    wasm MB  packed MB  start + first call ms  second call ms  per item of 1,000 ms');
for (const [name, [create, call, many]] of Object.entries(ENGINES)) {
  const file = join(LIB, `engines/wasm/${name}.wasm.gz`);
  const sizes = [gunzipSync(readFileSync(file)).length, statSync(file).size].map((bytes) => (bytes / 1e6).toFixed(1));
  const engine = create();
  const times = [];
  for (const work of [() => call(engine), () => call(engine), () => many(engine, CALLS)]) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  await engine.close();
  const cells = [...sizes, times[0].toFixed(0), times[1].toFixed(1), (times[2] / CALLS).toFixed(2)];
  console.log(
    `${name.padEnd(10)}${cells.map((cell, index) => String(cell).padStart([7, 11, 23, 16, 25][index])).join('')}`,
  );
}
