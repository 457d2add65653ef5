import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { styleFor } from '../../src/cli/terminal/style.js';
import { checkJunit } from '../../src/cli/verbs/check/check-junit.js';
import { checkSarif } from '../../src/cli/verbs/check/check-sarif.js';
import { checkText } from '../../src/cli/verbs/check/check-text.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { CHECK_RULES } from '../../src/workflow/verdicts/finding.js';
import { tempRepository } from '../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const manifest = (kind: string, name: string, more: object = {}) =>
  toYaml({ apiVersion: 'v1', kind, metadata: { name, ...more } });
const argo = (kind: string, name: string, spec: object, namespace = 'argocd') =>
  toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace }, spec });
const application = (name: string, path: string, more: object = {}) =>
  argo('Application', name, {
    project: 'shop',
    source: { repoURL: URL, path },
    destination: { name: 'in-cluster', namespace: 'shop' },
    ...more,
  });
const settings = (data: Readonly<Record<string, string>>) =>
  toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm', namespace: 'argocd' }, data });
const template = {
  metadata: { name: 'made' },
  spec: {
    project: 'shop',
    source: { repoURL: URL, path: 'a' },
    destination: { name: 'in-cluster', namespace: 'shop' },
  },
};
const CHART = 'apiVersion: v2\nname: x\nversion: 1.0.0\n';

/** A repository with one mistake for each rule. */
const FILES = {
  'web/comment.yaml': '# gitops-check: ignore dead-patch\n',
  'argo/project.yaml': argo('AppProject', 'shop', {
    sourceRepos: [URL],
    destinations: [{ name: 'in-cluster', namespace: 'shop' }],
    namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
  }),
  'argo/eu.yaml': toYaml({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'eu', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
    stringData: { name: 'eu', server: 'https://eu.example.com' },
  }),
  'argo/first.yaml': application('first', 'one'),
  'one/Chart.yaml': CHART,
  'one/templates/app.yaml': application('second', 'two'),
  'two/Chart.yaml': CHART,
  'two/templates/app.yaml': application('first', 'elsewhere'),
  'argo/overlay.yaml': application('overlay', 'overlay', { syncPolicy: { syncOptions: ['Pruned=false'] } }),
  'overlay/pod.yaml': toYaml({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
  }),
  'overlay/kustomization.yaml':
    'resources: [pod.yaml]\nimages: [{ name: gone, newTag: "2" }]\npatches: [{ patch: "{ apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [{ name: wbe, tty: true }] } }" }]\n',
  'argo/double.yaml': application('double', 'twin'),
  'argo/twin.yaml': application('double', 'twin'),
  'twin/one.yaml': manifest('ConfigMap', 'twin'),
  'argo/twice.yaml': application('twice', 'twice'),
  'twice/all.yaml': `${manifest('ConfigMap', 'twice')}---\n${manifest('ConfigMap', 'twice')}`,
  'argo/elsewhere.yaml': application('elsewhere', 'plain', { destination: { name: 'eu', namespace: 'shop' } }),
  'plain/one.yaml': manifest('ConfigMap', 'one'),
  'argo/kinds.yaml': application('kinds', 'kinds'),
  'kinds/all.yaml': `${manifest('Secret', 'a')}---\n${manifest('ConfigMap', 'a', { namespace: 'other' })}`,
  'argo/repository.yaml': application('repository', 'plain', {
    source: { repoURL: URL, path: 'plain', plugin: { name: 'cue' } },
  }),
  'argo/foreign.yaml': application('foreign', 'plain', {
    sources: [
      { repoURL: URL, path: 'plain' },
      { repoURL: 'https://example.invalid/a.git', ref: 'values' },
    ],
  }),
  'argo/invalid.yaml': argo('Application', 'invalid', { project: 'shop' }),
  'argo/set.yaml': argo('ApplicationSet', 'set', { generators: [{ lists: {} }], template }),
  'argo/nothing.yaml': argo('ApplicationSet', 'nothing', { generators: [{ list: { elements: [] } }], template }),
  'argo/asking.yaml': argo('ApplicationSet', 'asking', {
    generators: [{ plugin: { configMapRef: { name: 'x' } } }],
    template,
  }),
  'argo/broken.yaml': application('broken', 'broken'),
  'broken/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}\n',
  'argo/repeated.yaml': application('repeated', 'repeated'),
  'repeated/one.yaml': `${manifest('ConfigMap', 'repeated')}data:\n  a: b\n  a: c\n...\nkind: ConfigMap\n`,
  'argo/missing.yaml': application('missing', 'missing'),
  'argo/empty.yaml': application('empty', 'empty'),
  'empty/notes.txt': 'nothing',
  'argo/failing.yaml': application('failing', 'failing'),
  'failing/kustomization.yaml': 'resources: [gone.yaml]\n',
  'argo/owner.yaml': application('owner', 'plain'),
  'argo/other.yaml': application('other', 'plain'),
  'argo/templated.yaml': application('templated', 'templated'),
  'templated/one.yaml': manifest('ConfigMap', '{{name}}'),
  'argo/malformed.yaml': argo('AppProject', 'malformed', { sourceRepos: 5 }),
  'argo/misspelt.yaml': argo('AppProject', 'misspelt', { sourceRepo: [] }),
  'argo/cluster.yaml': application('cluster', 'plain', { destination: { name: 'gone', namespace: 'shop' } }),
  'argo/argocd-cm.yaml': settings({ 'resource.customizations.ignoreDifferences.all': 'jqPathExpressions: [".spec["]' }),
  'argo/waved.yaml': application('waved', 'waved'),
  'waved/early.yaml': application('early', 'plain', { project: 'late' }).replace(
    'namespace: argocd',
    "namespace: argocd\n  annotations: { argocd.argoproj.io/sync-wave: '-5' }",
  ),
  'waved/project.yaml': argo('AppProject', 'late', {
    sourceRepos: [URL],
    destinations: [{ name: 'in-cluster', namespace: 'shop' }],
  }),
  'argo/referring.yaml': application('referring', 'referring', {
    source: { repoURL: URL, path: 'referring', helm: { valueFiles: ['$gone/referring/values.yaml'] } },
  }),
  'referring/Chart.yaml': CHART,
  'referring/values.yaml': '{}\n',
  'argo/unknown.yaml': application('unknown', 'plain', { project: 'gone' }),
};

test('jq expressions of ignoreDifferences that do not compile are told, each once', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  const jqPathExpressions = ['.spec.replicas', '.spec[', 'nothing(1)', '.spec['];
  const rules = { project: 'default', ignoreDifferences: [{ group: '*', kind: '*', jqPathExpressions }] };
  repository.commit('first', {
    'app.yaml': application('web', 'web', rules),
    'web/a.yaml': manifest('ConfigMap', 'a'),
  });

  const { findings } = await check({ repository: repository.directory });

  expect(findings.filter(({ rule }) => rule === 'invalid-application')).toMatchObject([
    {
      file: 'app.yaml',
      line: 4,
      message: "'.spec[' in spec.ignoreDifferences of the Argo Application 'web' does not compile: unexpected EOF",
    },
    { file: 'app.yaml', line: 4, message: expect.stringContaining("'nothing(1)'") },
  ]);
});

test('jq expressions of argocd-cm that do not compile are told once, and so is a setting that nobody understands', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  const key = 'resource.customizations.ignoreDifferences';
  const broken = {
    [`${key}.all`]: "jqPathExpressions:\n- .spec.replicas\n- '.spec['\n",
    [`${key}.apps_Deployment`]: 'jqPathExpressions: [.spec, ".spec["]',
  };
  repository.commit('broken', {
    'argocd-cm.yaml': settings(broken),
    'app.yaml': application('web', 'web', { project: 'default' }),
    'other.yaml': application('api', 'api', { project: 'default' }),
    'web/a.yaml': manifest('ConfigMap', 'a'),
    'api/a.yaml': manifest('ConfigMap', 'b'),
  });
  const told = async () => {
    const { findings } = await check({ repository: repository.directory });
    return findings.filter(({ rule }) => rule === 'invalid-settings');
  };

  expect(await told()).toMatchObject([
    {
      level: 'error',
      file: 'argocd-cm.yaml',
      line: 10,
      object: 'ConfigMap argocd-cm',
      message: "'.spec[' in the ignored differences of argocd-cm does not compile: unexpected EOF",
    },
  ]);

  repository.commit('unclear', { 'argocd-cm.yaml': settings({ [`${key}.a_b_c`]: 'jqPathExpressions: []' }) });
  expect(await told()).toMatchObject([
    { file: 'argocd-cm.yaml', line: 7, message: `'${key}.a_b_c' in argocd-cm: it does not end in <group>_<Kind>` },
  ]);
});

/**
 * Where nothing is found, nothing else is; what the root application leaves out is told of our layout only
 * (test/workflow/checks/check-brought.test.ts).
 */
const RULES = Object.keys(CHECK_RULES).filter(
  (rule) => !['nothing-found', 'not-brought', 'other-clone'].includes(rule),
);

test('every rule has a mistake that provokes it, and every finding says where and what to do, in each format', async () => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  mkdirSync(join(repository.directory, 'docs'));
  symlinkSync('../../away', join(repository.directory, 'docs/away'));
  repository.commit('first', FILES);
  const result = await check({ repository: repository.directory });
  const { findings } = result;
  const files = [...Object.keys(FILES), 'docs/away'];

  expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual([...RULES].sort());
  expect(
    findings.filter(({ file, hint, message }) => file === undefined || !files.includes(file) || !hint || !message),
  ).toEqual([]);
  // What no single line says is told by its file.
  expect([...new Set(findings.filter(({ line }) => line === undefined).map(({ rule }) => rule))].sort()).toEqual([
    'link-outside',
    'render-failed',
  ]);

  const sarif = JSON.parse(JSON.stringify(checkSarif(result, '1.0.0'))).runs[0];
  expect(sarif.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(findings.map(({ rule }) => rule));
  expect(sarif.results.filter(({ locations }: { locations?: unknown[] }) => locations?.length !== 1)).toEqual([]);
  const [junit, text] = [checkJunit(result), checkText(result, styleFor(false))];
  for (const rule of RULES) expect(junit).toMatch(new RegExp(`classname="${rule}"[^>]*>\\s*<(failure|skipped)`));
  for (const { rule, file, line, hint } of findings) {
    expect(text).toContain(rule);
    expect(text).toContain(`  at   ${file}${line === undefined ? '' : `:${line}`}\n`);
    expect(text).toContain(`  hint ${hint}\n`);
  }
});
