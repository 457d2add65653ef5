import { setTimeout as sleep } from 'node:timers/promises';
import { inventoryName } from '../../../src/cluster/inventory/name.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../../helpers/engine.js';
import { deployment } from '../../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('plan')];
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  return { client, namespace, engine: new Engine(client), path };
}

describe('what stops a cluster before the first write', () => {
  test('everything that is wrong with the manifests is told at once', async () => {
    const { client, namespace, engine } = await start();
    const metadata = { name: 'hook', annotations: { 'argocd.argoproj.io/hook': 'PreSync' } };
    const hook = { ...configMap('hook'), metadata, data: { number: 1 } };
    const unknown = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } };
    const twice = [configMap('twice'), configMap('twice', {}, { namespace })];

    const { problems } = await engine.sync([argoApplication(namespace, [configMap('fine'), hook, unknown, ...twice])]);

    expect(problems).toEqual(['CLUSTER_UNKNOWN_KIND', 'CLUSTER_DUPLICATE_OBJECT', 'CLUSTER_INVALID']);
    expect(client.statistics.writes).toBe(0);
  });

  test('beside what cannot be resolved, the rest is looked at too: nothing is hidden, and nothing is planned that would delete', async () => {
    const { client, namespace, engine, path } = await start();
    const [broken, fine] = [`${namespace}-broken`, `${namespace}-fine`];
    const whole = [configMap('a'), configMap('b'), configMap('c')];
    await engine.sync([
      argoApplication(namespace, whole, { name: broken }),
      argoApplication(namespace, [configMap('d')], { name: fine }),
    ]);
    const invalid = { ...configMap('b'), data: { number: 1 } };
    const unknown = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } };

    const { problems, planned } = await engine.sync([
      argoApplication(namespace, [unknown, invalid], { name: broken }),
      argoApplication(namespace, [configMap('d')], { name: fine }),
    ]);

    expect(problems).toEqual(['CLUSTER_UNKNOWN_KIND', 'CLUSTER_INVALID']);
    expect(planned.planned.map(({ application }) => application.name)).toEqual([fine]);
    expect(await read(client, `${path}/a`)).toBeDefined();
  });

  test('of many new objects those with values of their own are tried, and when one is refused, all', async () => {
    const { client, namespace, engine } = await start();
    const service = (name: string, port: number, type = 'ClusterIP') =>
      ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, labels: { app: name } },
        spec: { type, selector: { app: name }, ports: [{ port }] },
      }) as const;
    const fine = Array.from({ length: 120 }, (_, index) => service(`s-${index}`, 8_000 + index));
    const wrong = [
      service('port', 80_000),
      service('mode', 8_080, 'LoadBalanser'),
      service('mode-again', 8_081, 'LoadBalanser'),
      service('Name', 8_082),
    ];
    const requests = async (objects: readonly KubeObject[]) => {
      const before = client.statistics.requests;
      const { problems } = await engine.plan([argoApplication(namespace, objects)], { economical: true });
      return {
        problems: problems.map(({ problem }) => problem.object).sort(),
        requests: client.statistics.requests - before,
      };
    };

    const [all, good] = [await requests([...fine, ...wrong]), await requests(fine)];

    expect(all.problems).toEqual(['Name', 'mode', 'mode-again', 'port'].map((name) => `Service ${namespace}/${name}`));
    expect(good.problems).toEqual([]);
    expect(good.requests).toBeLessThan(12);
    expect(client.statistics.writes).toBe(0);
  });

  test('an object that is being deleted, or whose namespace is, is told by its name, with what to wait for', async () => {
    const { client, namespace, engine, path } = await start();
    const kept = configMap('kept', {}, { finalizers: ['example.com/wait'] });
    await engine.sync([argoApplication(namespace, [kept])]);
    await client.request({ method: 'DELETE', path: `${path}/kept` });

    const deleted = await engine.sync([argoApplication(namespace, [kept])]);
    await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });
    const nowhere = await engine.sync([argoApplication(namespace, [configMap('new')])], { commit: 'next' });
    await meddle(client, `${path}/kept`, { metadata: { finalizers: null } });

    expect(deleted.messages).toEqual([
      `ConfigMap ${namespace}/kept is being deleted in the cluster, and wanted by Git`,
    ]);
    expect([nowhere.problems, nowhere.messages]).toEqual([
      ['CLUSTER_TERMINATING'],
      [expect.stringMatching(/new cannot be made in a namespace that is being deleted/)],
    ]);
  });

  test('what a quota refuses is no missing right, and is told once', async () => {
    const { client, namespace, engine } = await start();
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'none' },
      spec: { hard: { 'count/secrets': '0' } },
    };
    await client.request({ method: 'POST', path: `/api/v1/namespaces/${namespace}/resourcequotas`, body: quota });
    const limited = `/api/v1/namespaces/${namespace}/resourcequotas/none`;
    for (let attempt = 0; attempt < 100 && (await read(client, limited))?.['status'] === undefined; attempt += 1)
      await sleep(50);

    const { problems, messages } = await engine.sync([
      argoApplication(namespace, [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } }]),
    ]);

    expect([problems, messages]).toEqual([
      ['CLUSTER_FORBIDDEN'],
      [expect.stringMatching(/^Secret \S+\/s is not admitted: .*exceeded quota: none/)],
    ]);
  });

  test('an object that somebody else made is not applied, unless it is adopted', async () => {
    const { client, namespace, engine, path } = await start();
    await client.request({ method: 'POST', path, body: configMap('theirs', { v: 'theirs' }) });
    const application = argoApplication(namespace, [configMap('theirs', { v: 'ours' })]);

    expect(await engine.sync([application])).toMatchObject({ problems: ['CLUSTER_NOT_OURS'], results: [] });
    expect(await read(client, `${path}/theirs`)).toMatchObject({ data: { v: 'theirs' } });
    expect((await engine.sync([application], { adopt: true, conflicts: 'take' })).result).toMatchObject({
      outcome: 'synced',
      updated: 1,
    });
    expect(await read(client, `${path}/theirs`)).toMatchObject({ data: { v: 'ours' } });
  });

  test('an object that two Argo Applications want belongs to neither; what one gives up is handed over in one run', async () => {
    const { client, namespace, engine, path } = await start();
    const [one, other] = [`${namespace}-one`, `${namespace}-other`];
    const application = (name: string, ...names: string[]) =>
      argoApplication(
        namespace,
        names.map((of) => configMap(of)),
        { name },
      );

    expect((await engine.sync([application(one, 'a', 'b'), application(other, 'a')])).problems).toEqual([
      'CLUSTER_SHARED_OBJECT',
    ]);
    expect((await engine.sync([application(one, 'a', 'b')])).result.outcome).toBe('synced');
    expect((await engine.sync([application(other, 'a')], { elsewhere: [one] })).problems).toEqual([
      'CLUSTER_SHARED_OBJECT',
    ]);

    const before = (await read(client, `${path}/a`))?.metadata.uid;
    const { results } = await engine.sync([application(one, 'b'), application(other, 'a')]);

    expect(results.map(({ outcome, deleted }) => [outcome, deleted])).toEqual([
      ['synced', 0],
      ['synced', 0],
    ]);
    expect((await read(client, `${path}/a`))?.metadata.uid).toBe(before);
  });

  test('an Argo Application of this name that came from another repository is left alone', async () => {
    const { namespace, engine } = await start();
    await engine.sync([argoApplication(namespace, [configMap('a')])]);
    const other = {
      ...argoApplication(namespace, [configMap('a', { v: '2' })]),
      repository: 'git.example.com/other/repository',
    };

    const { problems, messages } = await engine.sync([other]);

    expect(problems).toEqual(['CLUSTER_INVENTORY_FOREIGN']);
    expect(messages[0]).toContain("'git.example.com/team/repository'");
  });

  test('an inventory that cannot be read stops its Argo Application: what it owns is unknown', async () => {
    const { client, namespace, engine, path } = await start();
    await engine.sync([argoApplication(namespace, [configMap('a'), configMap('b')])]);
    const inventory = `/api/v1/namespaces/${engine.inventoryNamespace}/configmaps/${inventoryName(namespace)}`;
    await meddle(client, inventory, { data: { objects: '{"kind":' } });

    const { problems } = await engine.sync([argoApplication(namespace, [configMap('a', { v: '2' })])]);

    expect(problems).toEqual(['CLUSTER_INVENTORY_BROKEN']);
    expect(await read(client, `${path}/b`)).toBeDefined();
    expect(await read(client, `${path}/a`)).not.toHaveProperty('data');
  });

  test('a field that a controller owns is a conflict, until it is said whose it is', async () => {
    const { client, namespace, engine, path } = await start();
    const application = argoApplication(namespace, [configMap('a', { v: 'ours', w: 'ours' })]);
    await engine.sync([application]);
    await meddle(client, `${path}/a`, { data: { v: 'theirs' } }, 'some-controller');

    const { problems, messages } = await engine.sync([application]);
    expect(problems).toEqual(['CLUSTER_FIELD_CONFLICT']);
    expect(messages[0]).toContain(`'data.v' of ConfigMap ${namespace}/a belongs to 'some-controller' since `);
    expect(await read(client, `${path}/a`)).toMatchObject({ data: { v: 'theirs', w: 'ours' } });

    expect((await engine.sync([application], { conflicts: 'yield' })).problems).toEqual([]);
    expect(await read(client, `${path}/a`)).toMatchObject({ data: { v: 'theirs', w: 'ours' } });
    expect((await engine.sync([application])).result.outcome).toBe('unchanged');
    expect((await engine.sync([application], { conflicts: 'take' })).result).toMatchObject({
      outcome: 'synced',
      updated: 1,
    });
    expect(await read(client, `${path}/a`)).toMatchObject({ data: { v: 'ours', w: 'ours' } });
    expect((await engine.sync([application], { conflicts: 'take' })).result.outcome).toBe('unchanged');
  });

  test('a field that cannot change is an error, unless the object may be made again', async () => {
    const { client, namespace, engine } = await start();
    const web = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
    await engine.sync([argoApplication(namespace, [deployment(namespace, 'web')])]);
    const before = (await read(client, web))?.metadata.uid;
    const relabelled = { ...deployment(namespace, 'relabelled'), metadata: { name: 'web', namespace } };

    expect((await engine.sync([argoApplication(namespace, [relabelled])])).problems).toEqual(['CLUSTER_IMMUTABLE']);
    expect((await read(client, web))?.metadata.uid).toBe(before);

    const annotations = { 'argocd.argoproj.io/sync-options': 'Force=true' };
    const forced = { ...relabelled, metadata: { ...relabelled.metadata, annotations } };
    expect((await engine.sync([argoApplication(namespace, [forced])])).result.outcome).toBe('synced');
    expect((await read(client, web))?.metadata.uid).not.toBe(before);
  });

  test('deleting everything, or more than allowed, has to be said', async () => {
    const { client, namespace, engine, path } = await start();
    const all = ['a', 'b', 'c'].map((name) => configMap(name));
    await engine.sync([argoApplication(namespace, all)]);

    expect((await engine.sync([argoApplication(namespace, [])])).problems).toEqual(['CLUSTER_PRUNE_EMPTY']);
    expect((await engine.sync([argoApplication(namespace, [configMap('a')])], { maxPrune: 1 })).problems).toEqual([
      'CLUSTER_PRUNE_LIMIT',
    ]);
    expect(await read(client, `${path}/c`)).toBeDefined();
    expect((await engine.sync([argoApplication(namespace, [])], { allowEmpty: true })).result).toMatchObject({
      outcome: 'synced',
      deleted: 3,
    });
  });

  test('an object that is being deleted, and wanted, is waited for by nobody', async () => {
    const { client, namespace, engine, path } = await start();
    await engine.sync([argoApplication(namespace, [configMap('a')])]);
    await meddle(client, `${path}/a`, { metadata: { finalizers: ['example.com/wait'] } }, 'some-controller');
    await client.request({ method: 'DELETE', path: `${path}/a` });
    const wanted = argoApplication(namespace, [configMap('a', { v: '2' })]);

    expect((await engine.sync([wanted])).problems).toEqual(['CLUSTER_TERMINATING']);

    await meddle(client, `${path}/a`, { metadata: { finalizers: null } }, 'some-controller');
    expect((await engine.sync([wanted])).result).toMatchObject({ outcome: 'synced', created: 1 });
  });
});
