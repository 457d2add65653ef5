import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { toYaml } from '../../src/manifest/yaml.js';
import { diff } from '../../src/workflow/diff.js';
import { history } from '../../src/workflow/history.js';
import { plan } from '../../src/workflow/plan.js';
import { rollback } from '../../src/workflow/rollback.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, read } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

// docs/sync.md, "An older revision".

const OLDER = 'WORKFLOW_OLDER_REVISION';

async function start() {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('older'), await testClient()];
  const repository = tempRepository();
  const argo = (name: string, targetRevision: string | undefined) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `${namespace}-${name}`, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path: `gitops/apps/${name}`, targetRevision },
        destination: { name: 'in-cluster', namespace },
        syncPolicy: { automated: { prune: true } },
      },
    });
  const options = {
    repository: repository.directory,
    access: {
      environment: {},
      accessFile: { file: 'access.yaml', clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } },
    },
    inventoryNamespace: `older-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const commit = (version: string, { name = 'a', target }: { name?: string; target?: string } = {}) =>
    repository.commit(`${name} ${version}`, {
      [`gitops/applications/dev/${name}.yaml`]: argo(name, target),
      [`gitops/apps/${name}/settings.yaml`]: toYaml(configMap(name, { version })),
    });
  const live = async (name = 'a') =>
    (await read(client, `/api/v1/namespaces/${namespace}/configmaps/${name}`))?.['data'];
  return { repository, options, commit, live, namespace };
}

test('an older revision does not replace a newer one: sync, diff and plan say so; --allow-older and rollback go back', async () => {
  const { repository, options, commit, live, namespace } = await start();
  await using _ = repository;
  const first = commit('1');
  await sync(options);
  const second = commit('2');
  await sync(options);
  const older = { ...options, revision: first };

  await expect(sync(older)).rejects.toMatchObject({
    code: OLDER,
    message: `'${namespace}-a' was synced at '${second.slice(0, 7)}', which is newer than '${first.slice(0, 7)}'`,
    hint: 'Sync the newer one. To go back, use gitops rollback, or sync with --allow-older.',
  });
  expect(await live()).toEqual({ version: '2' });
  const problems = [{ code: OLDER, synced: second }];
  expect((await diff(older)).applications).toMatchObject([{ problems }]);
  expect((await plan({ ...older, tool: 'test' })).result.applications).toMatchObject([{ problems }]);

  const warnings: string[] = [];
  const onEvent = (event: { kind: string; message?: string }) => {
    if (event.kind === 'warning') warnings.push(event.message ?? '');
  };
  expect((await diff({ ...older, allowOlder: true })).applications).toMatchObject([{ problems: [] }]);
  expect((await sync({ ...older, allowOlder: true, onEvent })).outcome).toBe('synced');
  expect(warnings).toEqual([
    `'${namespace}-a' was synced at ${second.slice(0, 7)}, and the older ${first.slice(0, 7)} replaces it`,
  ]);
  expect(await live()).toEqual({ version: '1' });
  expect((await sync(options)).outcome).toBe('synced');

  expect((await rollback(options)).outcome).toBe('synced');
  expect(await live()).toEqual({ version: '1' });
  expect((await sync(options)).outcome).toBe('held');
});

test('it is asked of each Argo Application: what is the same in both revisions is not in the way', async () => {
  const { repository, options, commit, live } = await start();
  await using _ = repository;
  const first = commit('1', { name: 'b' });
  commit('1');
  await sync(options);
  const only = { ...options, revision: first };
  expect((await sync(only)).outcome).toBe('unchanged');
  expect((await sync(options)).outcome).toBe('unchanged');

  const before = commit('2', { name: 'b' });
  commit('3');
  await sync(options);
  await expect(sync({ ...options, revision: first })).rejects.toMatchObject({ code: OLDER });
  await expect(sync({ ...options, revision: before, pruneOrphaned: true })).rejects.toMatchObject({ code: OLDER });
  expect([await live('a'), await live('b')]).toEqual([{ version: '3' }, { version: '2' }]);
  // What an older revision does not have yet is not deleted by it either.
  await expect(sync({ ...options, revision: first, pruneOrphaned: true })).rejects.toMatchObject({
    message: expect.stringContaining('2 problems found'),
  });
});

test('another branch is told and applied; a clone without the newer commit goes by the dates, and names the way out', async () => {
  const { repository, options, commit, live } = await start();
  await using _ = repository;
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', repository.directory, ...words], { encoding: 'utf8' }).trim();
  const first = commit('1');
  await sync(options);
  git('checkout', '--quiet', '-b', 'other', first);
  commit('other');
  const warnings: string[] = [];
  expect((await sync(options)).outcome).toBe('synced');
  git('checkout', '--quiet', '-B', 'main', first);
  commit('main');
  const apart = await sync({
    ...options,
    onEvent: (event) => {
      if (event.kind === 'warning') warnings.push(event.message);
    },
  });
  expect(apart.outcome).toBe('synced');
  expect(warnings).toEqual([expect.stringContaining('which is not in the history of')]);
  expect(await live()).toEqual({ version: 'main' });

  await using old = tempRepository();
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${repository.directory}`, `${old.directory}/clone`]);
  const stale = { ...options, repository: `${old.directory}/clone` };
  commit('later');
  execFileSync('git', ['-C', repository.directory, 'commit', '--quiet', '--amend', '--no-edit'], {
    env: { ...process.env, GIT_COMMITTER_DATE: '2035-01-01T00:00:00Z' },
  });
  await sync(options);
  await expect(sync(stale)).rejects.toMatchObject({
    code: OLDER,
    message: expect.stringContaining('this clone does not have it'),
    hint: expect.stringMatching(/Fetch it.*--allow-older/),
  });
  expect((await sync({ ...stale, allowOlder: true })).outcome).toBe('synced');
});

test('Git may pin an older commit on purpose; an older revision that pins does not replace it', async () => {
  const { repository, options, commit, live } = await start();
  await using _ = repository;
  const [one, two] = [commit('1'), commit('2')];
  const pinsTwo = commit('2', { target: two });
  await sync(options);
  commit('2', { target: one });
  expect((await sync(options)).outcome).toBe('synced');
  expect(await live()).toEqual({ version: '1' });

  await expect(sync({ ...options, revision: pinsTwo })).rejects.toMatchObject({ code: OLDER });
  const { applications } = await history(options);
  expect(applications[0]?.revisions.map(({ commit: at }) => at)).toEqual([one, two]);
});

test('a run of an older revision that gets the lock last does nothing', async () => {
  const { repository, options, live, namespace, commit } = await start();
  await using _ = repository;
  commit('0');
  await sync(options);
  const first = commit('1');
  repository.commit('slow', {
    'gitops/apps/a/slow.yaml': toYaml(deployment(namespace, 'slow', { behaviour: 'slow' })),
    'gitops/apps/a/settings.yaml': toYaml(configMap('a', { version: '2' })),
  });
  let late: ReturnType<typeof sync> | undefined;

  const newer = await sync({
    ...options,
    onEvent: (event) => {
      if (event.kind === 'done' && event.object.name === 'slow') late ??= sync({ ...options, revision: first });
    },
  });

  expect(newer.outcome).toBe('synced');
  expect(await late).toMatchObject({ outcome: 'failed', applications: [{ errors: [{ code: OLDER }] }] });
  expect(await live()).toEqual({ version: '2' });
});
