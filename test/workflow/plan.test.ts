import { acquireLease } from '../../src/cluster/execute/lease.js';
import { inventoryName } from '../../src/cluster/inventory/name.js';
import { GitopsError } from '../../src/errors.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import type { ClusterVerbOptions } from '../../src/workflow/api/options.js';
import { diff } from '../../src/workflow/diff.js';
import { history } from '../../src/workflow/history.js';
import { plan } from '../../src/workflow/plan.js';
import type { PlanFile } from '../../src/workflow/plan-files/plan-file.js';
import { readPlanFile } from '../../src/workflow/plan-files/read-plan-file.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { configMap, meddle } from '../helpers/engine.js';
import { startGitServer } from '../helpers/git-server.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

/** The plan file as it comes back from disk. */
async function filed(options: ClusterVerbOptions): Promise<PlanFile> {
  const { file } = await plan({ ...options, tool: '1.2.3', actor: 'tester' });
  return readPlanFile(JSON.stringify(file), 'a.plan');
}

/** What a sync that is held to the plan is refused for, without the head. */
async function refusals(options: ClusterVerbOptions, planFile: PlanFile): Promise<readonly string[]> {
  const error: unknown = await sync({ ...options, planFile }).then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!GitopsError.is(error)) throw error;
  const problems = GitopsError.each(error);
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['WORKFLOW_PLAN_CHANGED']));
  return problems.slice(1).map(({ message }) => message);
}

const late = (name: string, data: Readonly<Record<string, string>> = {}): KubeObject =>
  configMap(name, data, { annotations: { 'argocd.argoproj.io/sync-wave': '1' } });

test('a plan shows the whole order with the reason of each, and writes nothing', async () => {
  const namespace = await testNamespace('plan');
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a'), configMap('gone'), late('b')]);
  await sync(git.options);
  git.commit('second', [configMap('a'), late('b', { v: '2' }), late('c')]);

  const { result } = await plan({ ...git.options, tool: '1.2.3' });

  expect(result).toMatchObject({ kind: 'PlanResult', changed: true, clusters: [{ writes: 0 }] });
  const tasks = result.applications[0]!.schedule.map(({ phase, wave, step, action, object, reason }) => [
    phase,
    wave,
    step,
    action,
    object.name,
    reason,
  ]);
  expect(tasks.slice(0, 3)).toEqual([
    ['Sync', 0, 1, 'keep', 'a', 'unchanged'],
    ['Sync', 1, 2, 'update', 'b', 'manifest changed'],
    ['Sync', 1, 2, 'create', 'c', 'new'],
  ]);
  expect(tasks.slice(3)).toEqual([['Sync', expect.any(Number), 3, 'delete', 'gone', 'left Git']]);
});

test('a sync does what a plan file says, also of another commit with the same content, and the next is held to a new one', async () => {
  const namespace = await testNamespace('plan');
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a')]);
  const planFile = await filed(git.options);
  git.commit('merged', [configMap('a')]);

  expect(await sync({ ...git.options, planFile })).toMatchObject({ outcome: 'synced', applications: [{ created: 1 }] });
  expect(await refusals(git.options, planFile)).toEqual([
    `ConfigMap ${namespace}/a in '${namespace}' on 'in-cluster': create → nothing to do, because it is in the cluster already as it should be`,
  ]);
  expect(await sync({ ...git.options, planFile: await filed(git.options) })).toMatchObject({ outcome: 'unchanged' });
});

test('a sync is refused before the first write when Git changed, and says what', async () => {
  const namespace = await testNamespace('plan');
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('kept'), configMap('gone'), configMap('same')]);
  await sync(git.options);
  const commit = git.commit('second', [configMap('kept'), configMap('same'), configMap('a', { v: '1' })]);
  const planFile = await filed(git.options);
  const next = git.commit('third', [
    configMap('kept', { v: '1' }),
    configMap('gone'),
    configMap('same'),
    configMap('a', { v: '2' }),
    configMap('b'),
  ]);

  const messages = await refusals(git.options, planFile);

  const about = (name: string) => `ConfigMap ${namespace}/${name} in '${namespace}' on 'in-cluster': `;
  expect(messages).toEqual([
    `${about('a')}create, because it changed in Git`,
    `${about('b')}nothing to do → create, because it changed in Git`,
    `${about('gone')}delete → nothing to do, because it is back in Git`,
    `${about('kept')}nothing to do → update, because it changed in Git`,
  ]);
  await expect(sync({ ...git.options, planFile })).rejects.toMatchObject({
    problems: [
      { message: expect.stringContaining(`at '${commit.slice(0, 7)}', and now it is '${next.slice(0, 7)}'`) },
      {},
      {},
      {},
      {},
    ],
  });
});

test('a sync is refused when the cluster changed, but not for what does not bear on the change', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('plan')];
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a', { v: '1' }), configMap('b'), configMap('c', { v: '1' })]);
  await sync(git.options);
  git.commit('second', [configMap('a', { v: '2' }), configMap('b'), configMap('c', { v: '2' })]);
  const planFile = await filed(git.options);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;

  await meddle(client, `${path}/a`, { metadata: { annotations: { 'example.com/seen': 'yes' } }, data: { other: 'x' } });
  await meddle(client, `${path}/c`, { data: { v: 'by hand' } });
  await client.request({ method: 'DELETE', path: `${path}/b` });

  const about = (name: string) => `ConfigMap ${namespace}/${name} in '${namespace}' on 'in-cluster': `;
  expect(await refusals(git.options, planFile)).toEqual([
    `${about('b')}nothing to do → create, because the cluster changed (missing)`,
    `${about('c')}update, because it changed in the cluster`,
  ]);
  expect((await client.request<KubeObject>({ method: 'GET', path: `${path}/a` })).body['data']).toEqual({
    v: '1',
    other: 'x',
  });
});

test('what changes between plan and lock is noticed under the lock', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('plan')];
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a', { v: '1' })]);
  await sync(git.options);
  git.commit('second', [configMap('a', { v: '2' })]);
  const planFile = await filed(git.options);
  const inventory = { namespace: git.options.inventoryNamespace!, name: inventoryName(namespace) };
  const lease = await acquireLease(client, {
    ...inventory,
    holder: 'somebody else',
    lockTimeoutMs: 1_000,
    durationMs: 30_000,
    signal: new AbortController().signal,
    onWait: () => undefined,
  });
  let meddling: Promise<void> | undefined;
  const meanwhile = async () => {
    await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/a`, { data: { v: 'by hand' } });
    await meddle(client, `/api/v1/namespaces/${inventory.namespace}/configmaps/${inventory.name}`, {
      metadata: { annotations: { touched: 'yes' } },
    });
    await lease.release();
  };

  const result = await sync({
    ...git.options,
    planFile,
    onEvent: (event) => {
      if (event.kind === 'warning' && event.message.startsWith('waiting for another sync')) meddling ??= meanwhile();
    },
  });
  await meddling;

  expect(result).toMatchObject({
    outcome: 'failed',
    applications: [{ updated: 0, errors: [{ code: 'WORKFLOW_PLAN_CHANGED' }, { code: 'WORKFLOW_PLAN_CHANGED' }] }],
  });
});

test('another option, another cluster and another selection are named', async () => {
  const namespace = await testNamespace('plan');
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a')]);
  const planFile = await filed(git.options);

  const other: PlanFile = {
    ...planFile,
    clusters: { 'in-cluster': 'another-uid' },
    applications: [...planFile.applications, { ...planFile.applications[0]!, application: 'shop' }],
  };

  expect(await refusals({ ...git.options, ...{ pruneProtected: true } }, other)).toEqual([
    "the option 'pruneProtected' was 'false' when it was planned, and is 'true' now",
    expect.stringMatching(
      /^the cluster 'in-cluster' is another than the plan was made for: kube-system has the UID '[-0-9a-f]+', not 'another-uid'$/,
    ),
    "'shop' on 'in-cluster' was planned, and is not part of this run",
  ]);
});

test('a plan that sets values of a Secret holds for its commit only, and has nothing to guess them from', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('plan')];
  await using git = await syncedRepository(namespace);
  const secret = (password: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { password },
  });
  git.commit('first', [secret('one')]);
  const [first, again] = [await filed(git.options), await filed(git.options)];
  expect(again.applications).toEqual(first.applications);
  git.commit('second', [secret('two')]);
  // The same but for the value: no digest differs.
  expect((await filed(git.options)).applications).toEqual(first.applications);
  expect(await refusals(git.options, first)).toEqual([
    expect.stringContaining(
      `sets values of Secrets, which no plan file holds: its plan is good for the commit '${first.commit.slice(0, 7)}' only`,
    ),
  ]);
  expect(await sync({ ...git.options, planFile: await filed(git.options) })).toMatchObject({ outcome: 'synced' });

  git.commit('third', [secret('three')]);
  const third = await filed(git.options);
  await meddle(client, `/api/v1/namespaces/${namespace}/secrets/s`, { stringData: { password: 'by hand' } });
  expect(await refusals(git.options, third)).toEqual([
    expect.stringContaining('update, because it changed in the cluster'),
  ]);
});

test('a plan with problems tells them and makes no file', async () => {
  const namespace = await testNamespace('plan');
  await using git = await syncedRepository(namespace);
  git.commit('broken', [configMap('a'), { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } }]);

  const { result, file } = await plan({ ...git.options, tool: '1.2.3' });

  expect(file).toBeUndefined();
  expect(result).toMatchObject({
    changed: true,
    applications: [{ application: namespace, problems: [{ code: 'CLUSTER_UNKNOWN_KIND' }] }],
  });
});

test('a tag of another repository that was moved since the plan is named, and what sources stood for is in plan, diff, sync and history', async () => {
  const namespace = await testNamespace('plan');
  await using git = await syncedRepository(namespace);
  const server = await startGitServer();
  try {
    const first = server.commit('lib.git', { 'a/one.yaml': toYaml(configMap('one', { v: '1' })) }, { tag: 'v1' });
    const repoURL = `${server.url}lib.git`;
    const spec = {
      project: 'default',
      destination: { name: 'in-cluster', namespace },
      sources: [
        { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/shop' },
        { repoURL: repoURL.replace('://', '://token-4711@'), path: 'a', targetRevision: 'v1' },
      ],
    };
    const metadata = { name: namespace, namespace: 'argocd' };
    const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec };
    git.repository.git('remote', 'add', 'origin', 'https://git.example.com/a.git');
    git.commit('own', [configMap('own')]);
    git.repository.commit('both', { 'gitops/applications/dev/shop.yaml': toYaml(application) });
    const sources = [{ repoURL, path: 'a', targetRevision: 'v1', revision: first }];

    const { result, file } = await plan({ ...git.options, tool: '1.2.3' });
    expect(result.applications[0]?.sources).toEqual(sources);
    expect((await diff(git.options)).applications[0]?.sources).toEqual(sources);
    const done = await sync({ ...git.options, planFile: readPlanFile(JSON.stringify(file), 'a.plan') });
    expect(done.applications[0]).toMatchObject({ outcome: 'synced', created: 2, sources });
    const past = await history(git.options);
    expect(past.applications[0]?.revisions[0]?.sources).toEqual(sources);
    expect(JSON.stringify([result, file, done, past])).not.toContain('token-4711');

    const planFile = await filed(git.options);
    const second = server.commit('lib.git', { 'a/one.yaml': toYaml(configMap('one', { v: '2' })) });
    server.git('lib.git', 'tag', '--force', 'v1', second);
    expect(await refusals(git.options, planFile)).toEqual([
      `'${namespace}' on 'in-cluster': ${repoURL} v1 is ${second.slice(0, 7)} now, and was ${first.slice(0, 7)} when it was planned`,
      `ConfigMap ${namespace}/one in '${namespace}' on 'in-cluster': nothing to do → update, because it changed in Git`,
    ]);
    // Also when it makes no difference: somebody approved another commit.
    const third = await filed(git.options);
    const same = { 'a/one.yaml': toYaml(configMap('one', { v: '2' })), 'b/two.yaml': '{}' };
    server.git('lib.git', 'tag', '--force', 'v1', server.commit('lib.git', same));
    expect(await refusals(git.options, third)).toHaveLength(1);
  } finally {
    await server.stop();
  }
});
