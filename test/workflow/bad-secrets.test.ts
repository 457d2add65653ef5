import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { main } from '../../src/cli/main.js';
import { createProgram } from '../../src/cli/program.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { captureTerminal } from '../cli/capture-terminal.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { tempRepository } from '../helpers/temp-repository.js';

// Secrets that are wrong in every way, through every verb and format: the marked values are in no output.

const MARK = 'sw0rdfish';
const VALUE = `${MARK}-of-nobody`;
const BASE64 = Buffer.from(VALUE).toString('base64');

/** They ask neither files of a repository nor a cluster. */
const OTHER_VERBS = ['completion', 'help', 'init', 'local', 'synth', 'version', '__complete', 'complete'];
/** It prints the objects themselves: only its errors are looked at. */
const PRINTS_OBJECTS = 'render';

const secret = (fields: object, metadata: object = {}) =>
  toYaml({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bad', ...metadata }, ...fields });

/** Files of one source each: what can be read, and the API server refuses. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
  Object.entries({
    'data is text': { data: VALUE },
    'data is a list': { data: [VALUE] },
    'data is a list of maps': { data: [{ password: VALUE }] },
    'data is not base64': { data: { dsn: VALUE } },
    'data has a map': { data: { dsn: { inner: VALUE } } },
    'data has a list': { data: { dsn: [VALUE] } },
    'data has a number beside a value': { data: { port: 5432, dsn: BASE64 } },
    'stringData is text': { stringData: `password: ${VALUE}\n` },
    'stringData is a list': { stringData: [VALUE] },
    'stringData has a map': { stringData: { dsn: { inner: VALUE } } },
    'stringData has a list': { stringData: { dsn: [VALUE] } },
    'stringData has a number beside a value': { stringData: { port: 5432, dsn: VALUE } },
    'stringData has a wrong key': { stringData: { 'a key': VALUE } },
    'immutable is text': { immutable: VALUE },
    'immutable is a map': { immutable: { a: VALUE } },
    'type is a map': { type: { a: VALUE } },
    'type is a list': { type: [VALUE] },
    'an unknown field': { password: VALUE },
    'an unknown map': { values: { password: VALUE } },
    'a password that is long': { type: 'kubernetes.io/basic-auth', stringData: { other: VALUE } },
    'a docker configuration that is no JSON': {
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': VALUE },
    },
    'a docker configuration of the wrong shape': {
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': `{"auths": ["${VALUE}"]}` },
    },
    'an old docker configuration': { type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': VALUE } },
    'a certificate without a key': { type: 'kubernetes.io/tls', stringData: { 'tls.crt': VALUE } },
    'a token without a service account': {
      type: 'kubernetes.io/service-account-token',
      stringData: { token: VALUE },
    },
    'an SSH key that is missing': { type: 'kubernetes.io/ssh-auth', stringData: { key: VALUE } },
    'a bootstrap token': { type: 'bootstrap.kubernetes.io/token', stringData: { 'token-secret': VALUE, b: [VALUE] } },
  }).map(([name, fields]) => [name, { 'a.yaml': secret(fields) }]),
);
const REFUSED_METADATA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a label': { 'a.yaml': secret({ stringData: { dsn: VALUE } }, { labels: { a: `${VALUE} ${VALUE}` } }) },
  'a finalizer': { 'a.yaml': secret({}, { finalizers: [`${VALUE} x`] }) },
};

/** What no verb can read. */
const UNREADABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'an annotation that is a map': { 'a.yaml': secret({}, { annotations: { password: { dsn: VALUE } } }) },
  'labels that are text': { 'a.yaml': secret({}, { labels: VALUE }) },
  'labels that are a list': { 'a.yaml': secret({}, { labels: [VALUE] }) },
  'finalizers that are text': { 'a.yaml': secret({}, { finalizers: VALUE }) },
  'a name that is a map': { 'a.yaml': secret({}, { name: { dsn: VALUE } }) },
  'metadata that is text': { 'a.yaml': `apiVersion: v1\nkind: Secret\nmetadata: ${VALUE}\n` },
  'a kind that is a map': { 'a.yaml': `apiVersion: v1\nkind: {Secret: ${VALUE}}\nmetadata: {name: a}\n` },
  'broken YAML': { 'a.yaml': `${secret({ stringData: { dsn: VALUE } })}  ${VALUE}: [\n` },
  'an anchor that is missing': { 'a.yaml': `${secret({})}stringData: {dsn: *${VALUE}}\n` },
  'a tag that is unknown': { 'a.yaml': `${secret({})}stringData: {dsn: !other ${VALUE}}\n` },
  'a kustomization with a literal that is no pair': {
    'kustomization.yaml': `secretGenerator:\n- name: a\n  literals: ['${VALUE}']\n`,
  },
  'a kustomization with a literal that is a map': {
    'kustomization.yaml': `secretGenerator:\n- name: a\n  literals: [{dsn: ${VALUE}}]\n`,
  },
  'a kustomization with two equal literals': {
    'kustomization.yaml': `secretGenerator:\n- name: a\n  literals: [dsn=${VALUE}, dsn=${VALUE}2]\n`,
  },
  'a kustomization with a patch that does not fit': {
    'kustomization.yaml': `resources: [a.yaml]\npatches:\n- target: {kind: Secret}\n  patch: '[{"op":"test","path":"/stringData/dsn","value":"${VALUE}"}]'\n`,
    'a.yaml': secret({ stringData: { dsn: 'x' } }),
  },
  'a chart with a broken Secret': {
    'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
    'values.yaml': `dsn: ${VALUE}\n`,
    'templates/a.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  dsn: {{ .Values.dsn }}\n {{ .Values.dsn }}: [\n',
  },
  'a chart that fails with a value': {
    'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
    'values.yaml': `password: ${VALUE}\n`,
    'templates/a.yaml': '{{ fail (printf "no %s" .Values.password) }}\n',
  },
  'Jsonnet that fails with a value of a Secret': {
    'a.jsonnet': `local s = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a'}, stringData: {dsn: '${VALUE}'}};\nerror 'wrong: ' + s.stringData.dsn\n`,
  },
};

test.each<readonly [string, Readonly<Record<string, Readonly<Record<string, string>>>>]>([
  ['that the API server refuses', { ...REFUSED, ...REFUSED_METADATA }],
  ['that cannot be read', UNREADABLE],
])('no verb shows a value of a Secret %s, in no format', async (_, sources) => {
  const [namespace, cluster] = [await testNamespace('bad'), await testCluster()];
  await using repository = tempRepository();
  repository.commit('bad', filesOf(sources, namespace));
  const folder = temporaryFolder({
    'access.yaml': toYaml({ clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } }),
  });
  const place = ['-C', repository.directory, '--debug'];
  const onCluster = ['--access', 'access.yaml', '--inventory-namespace', `bad-${namespace}`];
  const outputs: { readonly command: string; readonly text: string }[] = [];

  for (const [index, { verb, arguments: more }] of runs().entries()) {
    const has = (name: string) => verb.options.some(({ long }) => long === name);
    const where = [...(has('--access') ? onCluster : []), ...(has('--all') ? ['--all'] : [])];
    const argv = [verb.name(), ...place, ...where, ...more(index)];
    const captured = captureTerminal({ directory: folder });
    await main(argv, captured.terminal, new AbortController().signal);
    const text = captured.err() + (verb.name() === PRINTS_OBJECTS ? '' : captured.out());
    outputs.push({ command: argv.join(' '), text });
  }
  for (const file of readdirSync(folder))
    outputs.push({ command: `file ${file}`, text: readFileSync(join(folder, file), 'utf8') });

  const shown = outputs.flatMap(({ command, text }) =>
    [MARK, Buffer.from(MARK).toString('base64').slice(0, -4)].flatMap((form) => {
      const at = text.indexOf(form);
      return at < 0 ? [] : [{ told: text.slice(Math.max(0, at - 160), at + 40), command }];
    }),
  );
  // The first of each text: the others are the same in another format.
  expect([...new Map(shown.map((one) => [one.told, one])).values()]).toEqual([]);
  // That it looked: the sources are named by some verb.
  expect(outputs.filter(({ text }) => text.includes('bad-1')).length).toBeGreaterThan(5);
});

/** Every verb with every format it has, and one run with all reports. */
function runs(): readonly { readonly verb: Command; readonly arguments: (index: number) => readonly string[] }[] {
  const { terminal } = captureTerminal();
  const program = createProgram({ terminal, signal: new AbortController().signal, finish: () => undefined }, true);
  return program.commands
    .filter((verb) => !OTHER_VERBS.includes(verb.name()))
    .flatMap((verb) => {
      const option = (name: string) => verb.options.find(({ long }) => long === name);
      const yes = option('--yes') ? ['--yes'] : [];
      const formats = option('--output')?.argChoices ?? [];
      const output = formats.map((format) => ({ verb, arguments: () => ['--output', format, ...yes] }));
      const report = (index: number) => [
        '--report',
        ['json', 'markdown', 'junit'].map((format) => `${format}=r${index}-${format}`).join(','),
      ];
      return [
        ...output,
        ...(formats.length === 0 ? [{ verb, arguments: () => yes }] : []),
        ...(option('--report') ? [{ verb, arguments: (index: number) => [...report(index), ...yes] }] : []),
        ...(option('--out') ? [{ verb, arguments: (index: number) => ['--out', `p${index}`] }] : []),
      ];
    });
}

function filesOf(
  sources: Readonly<Record<string, Readonly<Record<string, string>>>>,
  namespace: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(sources).flatMap((files, index) => {
      const application = {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: `bad-${index}`, namespace: 'argocd', labels: { 'cdk8s-gitops.io/environment': 'dev' } },
        spec: {
          project: 'default',
          source: { repoURL: 'https://git.example.com/a.git', path: `gitops/apps/${index}` },
          destination: { name: 'in-cluster', namespace },
        },
      };
      return [
        [`gitops/applications/dev/${index}.yaml`, toYaml(application)],
        ...Object.entries(files).map(([name, content]) => [
          `gitops/apps/${index}/${name}`,
          content.replaceAll('name: bad', `name: bad-${index}`),
        ]),
      ];
    }),
  );
}
