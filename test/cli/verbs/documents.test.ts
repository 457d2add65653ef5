import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';
import { createProgram } from '../../../src/cli/program.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { outputSchema, validDocuments } from '../../e2e/output-schema.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { configMap, meddle } from '../../helpers/engine.js';
import { syncedRepository } from '../../helpers/synced-repository.js';
import { captureTerminal } from '../capture-terminal.js';
import { temporaryFolder } from '../temporary-folder.js';

afterEach(closeClients);

const validate = outputSchema();
const ARGO = { apiVersion: 'argoproj.io/v1alpha1' };
const CLOSED = { kind: 'deny', schedule: '* * * * *', duration: '24h', applications: ['*'], description: 'freeze' };

/** Verbs that read Git, or a file. */
const WITHOUT_CLUSTERS = ['list', 'check', 'render', 'health', 'windows'];
/** Their documents have tests of their own. */
const ELSEWHERE = ['init', 'synth', 'local', 'version'];
const ran = new Set<string>();

/** Hooks, a namespace to make and to label, an object that kubectl had applied, a closed window. */
async function start() {
  const client = await testClient();
  const namespace = `${await testNamespace('rich')}-x`;
  const git = await syncedRepository(namespace);
  const { repository, options } = git;
  const application = (name: string, path: string, metadataLabels: object) => ({
    ...ARGO,
    kind: 'Application',
    metadata: { name, namespace: 'argocd', labels: { 'cdk8s-gitops.io/environment': 'dev' } },
    spec: {
      project: 'shop',
      source: { repoURL: 'https://git.example.com/a.git', path },
      destination: { name: 'in-cluster', namespace },
      syncPolicy: { syncOptions: ['CreateNamespace=true'], managedNamespaceMetadata: { labels: metadataLabels } },
    },
  });
  const project = (syncWindows: readonly object[]) => ({
    ...ARGO,
    kind: 'AppProject',
    metadata: { name: 'shop', namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      syncWindows,
    },
  });
  const commit = (
    message: string,
    tier: string,
    objects: readonly object[],
    { windows = [] as readonly object[] } = {},
  ) =>
    repository.commit(message, {
      'gitops/applications/dev/shop.yaml': toYaml(application(namespace, 'gitops/apps/shop', { tier })),
      'gitops/projects/shop.yaml': toYaml(project(windows)),
      'gitops/apps/shop/all.yaml': objects.map((object) => toYaml(object)).join('---\n'),
    });
  const folder = temporaryFolder({ 'access.yaml': toYaml(options.access.accessFile) });
  const place = [
    '-C',
    repository.directory,
    '--access',
    'access.yaml',
    '--inventory-namespace',
    options.inventoryNamespace!,
  ];
  /** The last document, each of them as published. */
  const run = async (verb: string, ...more: readonly string[]) => {
    const { terminal, out, err } = captureTerminal({ directory: folder });
    ran.add(verb);
    const isCluster = !WITHOUT_CLUSTERS.includes(verb);
    const elsewhere = verb === 'health' ? [] : ['-C', repository.directory];
    const argv = [verb, ...(isCluster ? place : elsewhere), ...more, '--output', 'json'];
    const code = await main(argv, terminal, new AbortController().signal);
    if (out() === '') throw new Error(`${verb} printed nothing: ${err()}`);
    return { code, document: validDocuments(out(), validate).at(-1) };
  };
  return { client, namespace, git, commit, run, folder };
}

test("every verb's document of a rich repository is as published", async () => {
  const { client, namespace, git, commit, run, folder } = await start();
  await using _ = git;
  const hook = (name: string, phase: string) =>
    configMap(name, {}, { annotations: { 'argocd.argoproj.io/hook': phase } });
  const objects = [hook('before', 'PreSync'), hook('after', 'PostSync'), configMap('a', { v: '1' }), configMap('gone')];
  commit('first', 'web', objects);

  expect(await run('plan', '--all')).toMatchObject({
    code: 2,
    document: {
      kind: 'PlanResult',
      changed: true,
      applications: [{ createNamespace: namespace, schedule: [{ action: 'run', hook: true }, {}, {}, {}] }],
    },
  });
  expect(await run('diff', '--all')).toMatchObject({
    code: 2,
    document: { applications: [{ createNamespace: namespace, hooks: [{}, {}] }] },
  });
  expect(await run('sync', '--all')).toMatchObject({
    code: 0,
    document: { kind: 'SyncResult', applications: [{ hooks: [{}, {}] }] },
  });
  // Nothing but the labels of the namespace.
  commit('labels', 'db', objects);
  expect(await run('diff', '--all')).toMatchObject({
    code: 2,
    document: { changed: true, applications: [{ updateNamespace: namespace, changes: [] }] },
  });
  expect(await run('plan', '--all')).toMatchObject({
    code: 2,
    document: { changed: true, applications: [{ updateNamespace: namespace }] },
  });
  expect(await run('verify', '--all')).toMatchObject({
    code: 3,
    document: { verified: false, applications: [{ differences: [{ object: { kind: 'Namespace' } }] }] },
  });

  // An object that kubectl applied is adopted, and what kubectl set is turned over.
  const kept = { ...configMap('kept', { old: 'x', v: '1' }), metadata: { name: 'kept', namespace } };
  const path = `/api/v1/namespaces/${namespace}/configmaps/kept`;
  await meddle(client, path, kept, 'kubectl-client-side-apply', 'application/apply-patch+yaml');
  const changed = [hook('before', 'PreSync'), configMap('a', { v: '2' }), configMap('kept', { v: '2' })];
  commit('second', 'db', changed, { windows: [CLOSED] });
  for (const verb of ['diff', 'plan'] as const) {
    expect(await run(verb, '--all', '--adopt')).toMatchObject({
      code: 2,
      document: { windows: [{ application: namespace }] },
    });
  }
  for (const verb of ['status', 'verify', 'list', 'windows'])
    expect(JSON.stringify((await run(verb, ...(verb === 'list' ? [] : ['--all']))).document)).toContain('freeze');
  expect(await run('sync', '--all')).toMatchObject({ code: 1, document: { kind: 'Error' } });
  expect(await run('sync', '--all', '--adopt', '--ignore-windows')).toMatchObject({
    code: 0,
    document: { kind: 'SyncResult', outcome: 'synced' },
  });

  expect(await run('history', '--all')).toMatchObject({
    document: {
      applications: [{ revisions: [{ result: 'synced', ignoredWindows: [expect.stringContaining('freeze')] }, {}] }],
    },
  });
  // The revision that it goes back to had no window.
  expect(await run('rollback', '--all', '--yes')).toMatchObject({ code: 1, document: { kind: 'Error' } });
  expect(await run('rollback', '--all', '--yes', '--ignore-windows')).toMatchObject({
    code: 0,
    document: { kind: 'SyncResult' },
  });
  expect(await run('status', '--all')).toMatchObject({ document: { applications: [{ hold: {} }] } });

  commit('broken', 'db', [
    configMap('a', { v: '3' }),
    { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } },
  ]);
  for (const verb of ['diff', 'plan'])
    expect(await run(verb, '--all')).toMatchObject({ document: { applications: [{ problems: [{}] }] } });
  expect(await run('check')).toMatchObject({ document: { kind: 'CheckResult' } });
  expect(await run('render', namespace)).toMatchObject({ code: 0, document: { kind: 'RenderResult' } });
  writeFileSync(join(folder, 'live.yaml'), toYaml(configMap('a')));
  expect(await run('health', '-f', 'live.yaml')).toMatchObject({ document: { kind: 'HealthResult' } });
  git.repository.git('rm', '-q', 'gitops/applications/dev/shop.yaml');
  git.repository.commit('left', {});
  expect(await run('orphans', '-c', 'in-cluster')).toMatchObject({ document: { kind: 'OrphansResult' } });
  expect(await run('delete', '-a', namespace, '-c', 'in-cluster', '--any-repository', '--yes')).toMatchObject({
    code: 0,
    document: { kind: 'DeleteResult' },
  });
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });
});

test('every verb that prints documents is run above, or has a test of its own', () => {
  const { terminal } = captureTerminal();
  const program = createProgram({ terminal, signal: new AbortController().signal, finish: () => undefined });
  const verbs = program.commands.filter(({ options }) => options.some(({ long }) => long === '--output'));

  expect(verbs.map((verb) => verb.name()).filter((name) => !ran.has(name) && !ELSEWHERE.includes(name))).toEqual([]);
});
