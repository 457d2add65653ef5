// Each guard of deleting, and the test that would delete something without it.
//
// | guard | test |
// |---|---|
// | only what the inventory lists | here: a member that the inventory does not list |
// | owner label | prune: an object whose label was removed by hand |
// | UID of the inventory | prune: an object that somebody deleted and made again |
// | UID and version of what was observed | delete: an object that was replaced or let go since it was shown |
// | another owner: ownerReferences, tracking of another Argo Application | prune: belongs to another object; another Argo Application tracks |
// | another repository's inventory | prune: an inventory of another repository; delete: what another repository synced |
// | handed over, not deleted | prune: an object that moves to another Argo Application |
// | an incomplete list | prune: while a kind cannot be listed; here: a list that ends half-way; faults/network: a list that stays broken |
// | an API group that is down | faults/control-plane: an aggregated API that is down |
// | after a failed apply, or while something is not healthy | prune: after an apply failed; while something is not healthy; faults/state, faults/admission |
// | after a lost lock, or under somebody else's plan | here: a lock that was taken away; here: what another sync did meanwhile |
// | interrupted | here: an interruption before pruning |
// | never to empty | prune: the last object |
// | limits by count and per cent | prune: more than half of six objects |
// | Namespaces, CRDs, volumes | prune: only when asked; delete: what is protected |
// | the inventory namespace and Kubernetes' own | prune: the inventory namespace; here: Kubernetes' own namespaces |
// | Prune=false, Prune=confirm, Delete=…, helm.sh/resource-policy | prune: an object that asks to stay; delete: what asks to stay |
// | pruning is off | prune: when pruning is off |
// | already being deleted | here: an object that is being deleted already |
// | what left Git whole | prune: deleted only when asked; application-sets: what is not made any more |
// | recreate only when asked | recreate: without leave |
// | nothing deleted without a yes | delete: a dry run, a no |
import type { KubeObject } from '../../src/manifest/kube-object.js';
import type { HoldRules } from '../../src/workflow/delivery/hold-rules.js';
import { closeClients, faultyClient, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../helpers/engine.js';
import type { FaultProxy } from '../helpers/fault-proxy.js';

afterEach(closeClients);

async function start(...objects: readonly KubeObject[]) {
  const [client, namespace] = [await testClient(), await testNamespace('guards')];
  const engine = new Engine(client);
  const path = (name: string): string => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  expect((await engine.sync([argoApplication(namespace, objects)], { commit: 'first' })).result.outcome).toBe('synced');
  const { client: faulty, proxy } = await faultyClient();
  return { client, namespace, engine, path, proxy, faulty: new Engine(faulty, engine.inventoryNamespace) };
}

/** Has something done between a sync's plan and its lock. */
function whileWaiting(proxy: FaultProxy, work: () => Promise<unknown>): void {
  let meanwhile: Promise<unknown> | undefined;
  proxy.decide = ({ method, path }) => {
    if (method !== 'POST' || !path.endsWith('/leases') || meanwhile) return undefined;
    meanwhile = work();
    return { kind: 'wait', until: meanwhile };
  };
}

test('a member that the inventory does not list stays', async () => {
  const { client, namespace, engine, path } = await start(configMap('kept'), configMap('left'));
  const { labels } = (await read(client, path('left')))!.metadata;
  await client.request({ method: 'POST', path: path('').slice(0, -1), body: configMap('copied', {}, { labels }) });

  const { result } = await engine.sync([argoApplication(namespace, [configMap('kept')])]);

  expect(result).toMatchObject({ outcome: 'synced', deleted: 1 });
  expect(await read(client, path('copied'))).toBeDefined();
});

test('nothing is deleted after a list that ends half-way', async () => {
  const { client, namespace, path, proxy, faulty } = await start(configMap('kept'), configMap('left'));
  const cut = { kind: 'truncate', bytes: 40 } as const;
  let lists = 0;
  proxy.decide = ({ method, path: asked, query }) => {
    if (method !== 'GET' || asked !== '/api/v1/configmaps' || !query.get('labelSelector')?.includes('part-of'))
      return undefined;
    lists += 1;
    return lists <= 2 ? cut : undefined;
  };

  const { result } = await faulty.sync([argoApplication(namespace, [configMap('kept')])]);

  // It is asked again until it is whole; nothing was taken for absent or for gone on the way.
  expect([lists >= 3, result.outcome, result.created, result.deleted]).toEqual([true, 'synced', 0, 1]);
  expect(await read(client, path('kept'))).toBeDefined();
});

test('a sync whose lock was taken away deletes nothing', async () => {
  const { client, namespace, engine, path, proxy, faulty } = await start(configMap('kept'), configMap('left'));
  const lease = `/apis/coordination.k8s.io/v1/namespaces/${engine.inventoryNamespace}/leases/inventory.${namespace}`;
  let stolen: Promise<void> | undefined;
  proxy.decide = ({ method, path: asked, query }) => {
    if (method !== 'PATCH' || !asked.endsWith('/changed') || query.has('dryRun')) return undefined;
    stolen ??= meddle(client, lease, { spec: { holderIdentity: 'thief' } });
    return { kind: 'delay', milliseconds: 700 };
  };

  const { result } = await faulty.sync([argoApplication(namespace, [configMap('kept'), configMap('changed')])], {
    leaseDurationMs: 600,
  });
  await stolen;

  expect(result).toMatchObject({ outcome: 'failed', deleted: 0, errors: [{ code: 'CLUSTER_LOCKED' }] });
  expect(await read(client, path('left'))).toBeDefined();
});

test('what another sync did between plan and lock is guarded too: the plan is made again under the lock', async () => {
  const { client, namespace, engine, path, proxy, faulty } = await start(configMap('kept'), configMap('left'));
  const more = ['1', '2', '3', '4', '5', '6', '7'].map((name) => configMap(`theirs-${name}`));
  whileWaiting(proxy, () =>
    engine.sync([argoApplication(namespace, [configMap('kept'), configMap('left'), ...more])], { commit: 'theirs' }),
  );

  const { result } = await faulty.sync([argoApplication(namespace, [configMap('kept')])], { lockTimeoutMs: 10_000 });

  expect(result).toMatchObject({ outcome: 'failed', deleted: 0, errors: [{ code: 'CLUSTER_PRUNE_LIMIT' }] });
  expect(await read(client, path('left'))).toBeDefined();
  expect(await read(client, path('theirs-1'))).toBeDefined();
});

test('a sync that waited for the lock while another one did the same has nothing to do: it writes nothing, no history either', async () => {
  const { namespace, engine, proxy, faulty } = await start(configMap('kept'), configMap('left'));
  const wanted = [argoApplication(namespace, [configMap('kept'), configMap('new')])];
  whileWaiting(proxy, () => engine.sync(wanted, { commit: 'same' }));

  const { result } = await faulty.sync(wanted, { commit: 'same', lockTimeoutMs: 10_000 });

  expect(result).toMatchObject({
    outcome: 'unchanged',
    message: 'another sync did it meanwhile',
    kept: 2,
    created: 0,
    deleted: 0,
  });
  const inventory = await engine.inventory(namespace);
  expect(inventory?.history.map(({ commit }) => commit)).toEqual(['same', 'first']);
  const writes = proxy.requests.filter(
    ({ method, path, query }) => method !== 'GET' && !query.has('dryRun') && !path.includes('/leases'),
  );
  expect(writes.map(({ path }) => path).filter((path) => path.includes(namespace))).toEqual([]);
});

test('a rollback that ended while a sync waited for the lock holds that sync, and its hold stays', async () => {
  const { namespace, engine, proxy, faulty } = await start(configMap('kept', { v: 'good' }));
  const bad = [argoApplication(namespace, [configMap('kept', { v: 'bad' })])];
  await engine.sync(bad, { commit: 'bad' });
  const hold = { commit: 'bad', content: 'bad', to: 'first', since: '2026-01-01T00:00:00Z', actor: 'alice' };
  const back = { forbids: async () => false, after: () => hold };
  whileWaiting(proxy, () =>
    engine.sync([argoApplication(namespace, [configMap('kept', { v: 'good' })])], { commit: 'first', holds: back }),
  );
  const holds: HoldRules = { forbids: async (_application, found) => found?.commit === 'bad', after: () => undefined };

  const { result } = await faulty.sync(
    [argoApplication(namespace, [configMap('kept', { v: 'bad' }), configMap('more')])],
    {
      commit: 'bad',
      holds,
      lockTimeoutMs: 10_000,
    },
  );

  expect(result).toMatchObject({ outcome: 'held', created: 0, updated: 0 });
  expect(await engine.inventory(namespace)).toMatchObject({
    hold,
    history: [{ commit: 'first' }, { commit: 'bad' }, { commit: 'first' }],
  });
});

test('an interruption before pruning deletes nothing, and the inventory still lists what is left', async () => {
  const { client, namespace, engine, path } = await start(configMap('kept'), configMap('left'));
  const interrupt = new AbortController();

  const { result } = await engine.sync([argoApplication(namespace, [configMap('kept'), configMap('added')])], {
    signal: interrupt.signal,
    onEvent: (event) => event.kind === 'done' && interrupt.abort(),
  });

  expect(result).toMatchObject({ outcome: 'interrupted', deleted: 0 });
  expect(await read(client, path('left'))).toBeDefined();
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['added', 'kept', 'left']);
});

test("Kubernetes' own namespaces are never deleted", async () => {
  const { client, namespace, engine } = await start(configMap('kept'));
  const own = ['default', 'kube-public'].map(
    (name): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  );
  await engine.sync([argoApplication(namespace, [configMap('kept'), ...own])], { adopt: true, conflicts: 'take' });

  const { result } = await engine.sync([argoApplication(namespace, [configMap('kept')])], { pruneProtected: true });

  expect(result.refused.map(({ object, reason }) => `${object.name}: ${reason}`).sort()).toEqual(
    ['default', 'kube-public'].map((name) => `${name}: this namespace is never deleted`),
  );
  for (const { metadata } of own) {
    const path = `/api/v1/namespaces/${metadata.name}`;
    expect((await read(client, path))?.metadata.deletionTimestamp).toBeUndefined();
    await meddle(client, path, {
      metadata: {
        labels: { 'applyset.kubernetes.io/part-of': null },
        annotations: { 'argocd.argoproj.io/tracking-id': null },
      },
    });
  }
});

test('an object that is being deleted already is left to it, and stays in the inventory until it is gone', async () => {
  const { client, namespace, engine, path } = await start(
    configMap('kept'),
    configMap('held', {}, { finalizers: ['example.com/hold'] }),
  );
  await client.request({ method: 'DELETE', path: path('held') });

  const { result } = await engine.sync([argoApplication(namespace, [configMap('kept')])]);

  expect(result).toMatchObject({
    deleted: 0,
    refused: [{ object: { name: 'held' }, reason: 'is being deleted already' }],
  });
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['held', 'kept']);
  await meddle(client, path('held'), { metadata: { finalizers: null } });
  await engine.sync([argoApplication(namespace, [configMap('kept')])]);
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['kept']);
});
