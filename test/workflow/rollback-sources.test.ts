import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../src/manifest/yaml.js';
import type { SyncEvent } from '../../src/workflow/api/events.js';
import { history } from '../../src/workflow/history.js';
import { rollback } from '../../src/workflow/rollback.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { HELM, helm, packChart, startFileServer } from '../helpers/chart-servers.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, read } from '../helpers/engine.js';
import { startGitServer } from '../helpers/git-server.js';
import { HELM_COMMAND, needs } from '../helpers/needs.js';
import { tempRepository } from '../helpers/temp-repository.js';

const OWN = 'https://git.example.com/team/own.git';
const CHART = {
  'templates/x.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: chart}\ndata: {version: "{{ .Chart.Version }}"}\n',
};
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  await closeClients();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A repository with one Argo Application, that is delivered with sources elsewhere. */
async function start() {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('rollback'), await testClient()];
  const repository = tempRepository();
  cleanups.push(() => repository.remove());
  repository.git('remote', 'add', 'origin', OWN);
  const options = {
    repository: repository.directory,
    access: {
      environment: {},
      accessFile: { file: 'access.yaml', clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } },
    },
    inventoryNamespace: `rollback-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const commit = (sources: readonly object[], files: Readonly<Record<string, string>> = {}) =>
    repository.commit('change', {
      ...files,
      'gitops/applications/dev/a.yaml': toYaml({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: `${namespace}-a`, namespace: 'argocd' },
        spec: {
          project: 'default',
          sources,
          destination: { name: 'in-cluster', namespace },
          syncPolicy: { automated: { prune: true } },
        },
      }),
    });
  const live = async (name: string) =>
    (await read(client, `/api/v1/namespaces/${namespace}/configmaps/${name}`))?.['data'];
  return { options, commit, live };
}

const settings = (version: string) => ({ 'a/settings.yaml': toYaml(configMap('settings', { version })) });

async function serveGit() {
  const server = await startGitServer();
  cleanups.push(() => server.stop());
  return server;
}

async function serveCharts() {
  const server = await startFileServer();
  cleanups.push(() => server.stop());
  const publish = (version: string, files: Readonly<Record<string, string>> = CHART) => {
    packChart(server.folder, 'web', version, files);
    helm(server.folder, 'repo', 'index', server.folder);
  };
  publish('1.2.0');
  return { ...server, publish };
}

needs(HELM !== undefined, HELM_COMMAND).describe('a rollback of sources outside of the repository', () => {
  test('takes a branch, a range of charts and a base at what they stood for, not at what they are now', async () => {
    const { options, commit, live } = await start();
    const [git, charts] = [await serveGit(), await serveCharts()];
    const first = git.commit('lib.git', settings('old'));
    const base = (version: string) => ({
      'base/kustomization.yaml': 'resources: [base.yaml]\n',
      'base/base.yaml': toYaml(configMap('base', { version })),
    });
    const firstBase = git.commit('bases.git', base('old'));
    const sources = [
      { repoURL: `${git.url}lib.git`, path: 'a', targetRevision: 'main' },
      { repoURL: charts.url, chart: 'web', targetRevision: '1.*' },
      { repoURL: OWN, path: 'gitops/overlay' },
    ];
    const overlay = { 'gitops/overlay/kustomization.yaml': `resources: ["${git.url}bases.git//base?ref=main"]\n` };
    const good = commit(sources, overlay);
    await sync(options);
    git.commit('lib.git', settings('new'));
    git.commit('bases.git', base('new'));
    charts.publish('1.3.0');
    commit(sources, {
      ...overlay,
      'gitops/overlay/kustomization.yaml': `${overlay['gitops/overlay/kustomization.yaml']}namePrefix: bad-\n`,
    });
    await sync(options);
    expect([await live('settings'), await live('chart'), await live('bad-base')]).toEqual([
      { version: 'new' },
      { version: '1.3.0' },
      { version: 'new' },
    ]);
    const events: SyncEvent[] = [];

    const result = await rollback({ ...options, onEvent: (event) => events.push(event) });

    expect(result).toMatchObject({ outcome: 'synced', revision: { commit: good } });
    expect([await live('settings'), await live('chart'), await live('base')]).toEqual([
      { version: 'old' },
      { version: '1.2.0' },
      { version: 'old' },
    ]);
    expect(events.filter(({ kind }) => kind === 'warning')).toEqual([]);
    expect((await sync(options)).outcome).toBe('held');
    await rollback({ ...options, to: good });
    const [last] = (await history(options)).applications[0]?.revisions ?? [];
    expect(last).toMatchObject({ action: 'rollback', created: 0, updated: 0, deleted: 0 });
    expect(last?.sources?.map(({ revision }) => revision).sort()).toEqual(['1.2.0', first, firstBase].sort());
  });

  test('warns of a chart that was published anew in the same version, which no history tells apart', async () => {
    const { options, commit, live } = await start();
    const charts = await serveCharts();
    const source = { repoURL: charts.url, chart: 'web', targetRevision: '1.*' };
    const good = commit([source]);
    await sync(options);
    commit([{ ...source, helm: { releaseName: 'bad' } }]);
    charts.publish('1.3.0');
    await sync(options);
    charts.publish('1.2.0', {
      'templates/x.yaml': CHART['templates/x.yaml'].replace('{version:', '{anew: "yes", version:'),
    });
    const events: SyncEvent[] = [];

    await rollback({ ...options, onEvent: (event) => events.push(event) });

    expect(await live('chart')).toEqual({ anew: 'yes', version: '1.2.0' });
    expect(events.filter(({ kind }) => kind === 'warning')).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(`renders differently at ${good.slice(0, 7)} than when it was synced`),
      }),
    ]);
  });

  test('says what is not to be had any more before anything is changed', async () => {
    const { options, commit, live } = await start();
    const [git, charts] = [await serveGit(), await serveCharts()];
    const first = git.commit('lib.git', settings('old'));
    const sources = [
      { repoURL: `${git.url}lib.git`, path: 'a', targetRevision: 'main' },
      { repoURL: charts.url, chart: 'web', targetRevision: '1.*' },
    ];
    const good = commit(sources);
    await sync(options);
    git.commit('lib.git', settings('new'));
    charts.publish('1.3.0');
    commit(sources, { 'readme.md': 'bad' });
    await sync(options);
    git.git('lib.git', 'update-ref', '-d', 'refs/heads/main');
    git.commit('lib.git', settings('rewritten'));
    git.git('lib.git', 'reflog', 'expire', '--expire=now', '--all');
    git.git('lib.git', 'gc', '--quiet', '--prune=now');
    rmSync(join(charts.folder, 'web-1.2.0.tgz'));
    helm(charts.folder, 'repo', 'index', charts.folder);

    const error: unknown = await rollback({ ...options, to: good }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      problems: [
        {
          code: 'GIT_REVISION_NOT_FOUND',
          message: expect.stringContaining(
            `lib.git main was ${first.slice(0, 7)} when it was synced, and that cannot be had`,
          ),
          hint: expect.stringContaining('another revision'),
        },
        {
          code: 'REGISTRY_NOT_FOUND',
          message: expect.stringContaining(
            `chart web of ${charts.url} 1.* was 1.2.0 when it was synced, and that cannot be had`,
          ),
        },
      ],
    });
    expect([await live('settings'), await live('chart')]).toEqual([{ version: 'new' }, { version: '1.3.0' }]);
  });
});
