import type { KubeClient } from '../../../src/cluster/transport/client.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle } from '../../helpers/engine.js';
import type { Fault, SeenRequest } from '../../helpers/fault-proxy.js';
import { deployment } from '../../helpers/workloads.js';

// Every request of a sync that creates, updates and deletes meets the fault once, and passes when it is sent
// again.
afterEach(closeClients);

const FIRST = [configMap('kept'), configMap('changed', { v: '1' }), configMap('dropped')];
const SECOND = [configMap('kept'), configMap('changed', { v: '2' }), configMap('added')];

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('faults')];
  const engine = new Engine(client, namespace);
  expect((await engine.sync([argoApplication(namespace, FIRST)], { commit: 'first' })).result.outcome).toBe('synced');
  const { client: faulty, proxy } = await faultyClient();
  return {
    client,
    namespace,
    engine,
    faulty: new Engine(faulty, namespace),
    statistics: () => faulty.statistics,
    proxy,
  };
}

/** Each kind of request once. */
function onceEach(fault: (request: SeenRequest) => Fault | undefined): (request: SeenRequest) => Fault | undefined {
  const met = new Set<string>();
  return (request) => {
    const key = `${request.method} ${request.path} ${request.query.get('dryRun') ?? ''}`;
    const decided = met.has(key) ? undefined : fault(request);
    met.add(key);
    return decided;
  };
}

async function live(client: KubeClient, namespace: string): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const { body } = await client.request<{ items: KubeObject[] }>({
    method: 'GET',
    path,
    query: { labelSelector: 'applyset.kubernetes.io/part-of' },
  });
  return body.items
    .map(({ metadata, data }) => `${metadata.name}=${(data as Record<string, string> | undefined)?.['v'] ?? ''}`)
    .sort();
}

const isRead = ({ method }: SeenRequest) => method === 'GET';
const isPost = ({ method }: SeenRequest) => method === 'POST';

test.each<{ name: string; fault: (request: SeenRequest) => Fault | undefined; retried?: boolean }>([
  { name: 'answers come late', fault: () => ({ kind: 'delay', milliseconds: 30 }), retried: false },
  {
    name: 'connections are cut before the server sees anything',
    fault: (request) => (isPost(request) ? undefined : { kind: 'reset' }),
  },
  {
    name: 'answers of reads are cut off',
    fault: (request) => (isRead(request) ? { kind: 'truncate', bytes: 10 } : undefined),
  },
  { name: 'answers of writes are lost', fault: (request) => (isPost(request) ? undefined : { kind: 'lose-answer' }) },
  { name: 'the server throttles without saying how long', fault: () => ({ kind: 'answer', status: 429 }) },
  {
    name: 'etcd has no leader',
    fault: (request) =>
      isPost(request) ? undefined : { kind: 'answer', status: 500, message: 'etcdserver: no leader' },
  },
  {
    name: 'the server is overloaded',
    fault: (request) => (isPost(request) ? undefined : { kind: 'answer', status: 503 }),
  },
  { name: 'everything arrives in pieces', fault: () => ({ kind: 'shred', bytes: 7 }), retried: false },
])('$name: the sync does what it should, once', async ({ fault, retried = true }) => {
  const { client, namespace, engine, faulty, statistics, proxy } = await start();
  proxy.decide = onceEach(fault);

  const { result } = await faulty.sync([argoApplication(namespace, SECOND)], { commit: 'second' });

  // A deletion whose answer was lost finds the object gone, and counts as nobody's.
  expect(result).toMatchObject({ outcome: 'synced', created: 1, updated: 1, errors: [] });
  expect(statistics().retries > 0).toBe(retried);
  expect(await live(client, namespace)).toEqual(['added=', 'changed=2', 'kept=']);
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['added', 'changed', 'kept']);
  expect((await engine.sync([argoApplication(namespace, SECOND)])).result.outcome).toBe('unchanged');
});

test('watches that expire, or lose their bookmarks, cost a list and no verdict', async () => {
  const { namespace, faulty, proxy } = await start();
  let watches = 0;
  proxy.decide = ({ query }) => {
    if (!query.has('watch')) return undefined;
    watches += 1;
    return watches <= 2 ? { kind: 'expire-watch', afterLines: 1 } : { kind: 'drop-bookmarks' };
  };

  const { result } = await faulty.sync([
    argoApplication(namespace, [...SECOND, deployment(namespace, 'web', { behaviour: 'slow' })]),
  ]);

  expect(result).toMatchObject({ outcome: 'synced', created: 2, unhealthy: [] });
  // What became healthy before its watch expired is not watched again.
  expect(watches).toBeGreaterThanOrEqual(2);
});

test('Retry-After is waited for, of a 429 and of a 503', async () => {
  const { namespace, faulty, proxy } = await start();
  const statuses = [429, 503];
  const times: number[] = [];
  proxy.decide = ({ method, path, query }) => {
    if (method !== 'PATCH' || !path.endsWith('/changed') || query.has('dryRun')) return undefined;
    times.push(Date.now());
    const status = statuses.shift();
    return status === undefined ? undefined : { kind: 'answer', status, retryAfter: 1 };
  };

  expect((await faulty.sync([argoApplication(namespace, SECOND)])).result.outcome).toBe('synced');

  expect(times.slice(1).map((time, index) => time - times[index]! >= 1_000)).toEqual([true, true]);
});

test('a create whose answer is lost is never sent twice: whether it was made is looked up', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('faults')];
  const { client: faulty, proxy } = await faultyClient();
  proxy.decide = onceEach((request) => (isPost(request) ? { kind: 'lose-answer' } : undefined));

  const { result } = await new Engine(faulty, namespace).sync([argoApplication(namespace, SECOND)]);

  expect(result).toMatchObject({ outcome: 'synced', created: 3, errors: [] });
  const posts = proxy.requests.filter(isPost).map(({ path }) => path.split('/').at(-1));
  expect(posts.sort()).toEqual(['configmaps', 'leases']); // the inventory and the lock, each once
  expect(await live(client, namespace)).toEqual(['added=', 'changed=2', 'kept=']);
});

test('a list that stays broken stops the sync before anything is changed, and deletes nothing', async () => {
  const { client, namespace, faulty, proxy } = await start();
  proxy.decide = ({ method, path, query }) =>
    method === 'GET' && path.endsWith('/configmaps') && query.get('labelSelector')?.includes('part-of')
      ? { kind: 'answer', status: 500 }
      : undefined;

  const { problems, result } = await faulty.sync([argoApplication(namespace, SECOND)]);

  expect([...problems, ...(result?.errors.map(({ code }) => code) ?? [])]).toContain('CLUSTER_SERVER_ERROR');
  expect(await live(client, namespace)).toEqual(['changed=1', 'dropped=', 'kept=']);
});

test('a hook with a generated name is made once, though the answer is lost', async () => {
  const { client, namespace, faulty, proxy } = await start();
  const annotations = { 'argocd.argoproj.io/hook': 'PreSync', 'argocd.argoproj.io/hook-delete-policy': 'HookFailed' };
  const hook = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { generateName: 'hook-', annotations },
  } as unknown as KubeObject;
  proxy.decide = ({ method, path }) =>
    method === 'POST' && path.endsWith(`/${namespace}/configmaps`) ? { kind: 'lose-answer' } : undefined;

  const { result } = await faulty.sync([argoApplication(namespace, [...SECOND, hook])]);

  expect(result.outcome).not.toBe('unchanged');
  const { body } = await client.request<{ items: KubeObject[] }>({
    method: 'GET',
    path: `/api/v1/namespaces/${namespace}/configmaps`,
  });
  expect(body.items.filter(({ metadata }) => metadata.name.startsWith('hook-')).length).toBeLessThanOrEqual(1);
});

test('hooks and deletions wait for Retry-After too; one whose hook changes under way is looked at again', async () => {
  const { client, namespace, engine, faulty, proxy } = await start();
  const hook = configMap('before', {}, { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } });
  await engine.sync([argoApplication(namespace, [...FIRST, hook])]);
  const path = `/api/v1/namespaces/${namespace}/configmaps/before`;
  await meddle(client, path, { metadata: { finalizers: ['argocd.argoproj.io/hook-finalizer'] } }, 'argocd-controller');
  const throttled = new Set<string>();
  proxy.decide = ({ method, path: asked, query, body }) => {
    if (method === 'PATCH' && asked === path && body.includes('finalizers') && !throttled.has('changed')) {
      throttled.add('changed');
      return { kind: 'wait', until: meddle(client, path, { metadata: { labels: { seen: 'yes' } } }) };
    }
    const kind = `${method} ${asked}`;
    const isMeant =
      (method === 'PATCH' && asked === path && !query.has('dryRun')) ||
      (method === 'DELETE' && asked.endsWith('/dropped'));
    if (!isMeant || throttled.has(kind)) return undefined;
    throttled.add(kind);
    return { kind: 'answer', status: 429, retryAfter: 1 };
  };

  const { result } = await faulty.sync([argoApplication(namespace, [...SECOND, hook])]);

  expect(result).toMatchObject({ outcome: 'synced', deleted: 1, errors: [], hooks: [{ result: 'succeeded' }] });
  expect(throttled.size).toBe(3);
});

/** The longest that is waited for. */
const PUT_OFF_S = 60;

test('an interruption does not wait for what the server put off, and knows that it was not begun', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('faults')];
  const { client: faulty, proxy } = await faultyClient();
  const interrupt = new AbortController();
  proxy.decide = ({ method, path, query }) => {
    if (method !== 'PATCH' || !path.endsWith('/before') || query.has('dryRun')) return undefined;
    setTimeout(() => interrupt.abort(), 50);
    return { kind: 'answer', status: 429, retryAfter: PUT_OFF_S };
  };
  const hook = configMap('before', {}, { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } });
  const started = Date.now();

  const { result } = await new Engine(faulty, namespace).sync([argoApplication(namespace, [...FIRST, hook])], {
    signal: interrupt.signal,
  });

  expect(result.outcome).toBe('interrupted');
  expect(Date.now() - started).toBeLessThan(PUT_OFF_S * 1000);
  expect((await new Engine(client, namespace).inventory(namespace))?.entries).toEqual([]);
});

test('writes that hang are given up and sent again, hooks and deletions too, each done once', async () => {
  const { client, namespace, engine } = await start();
  const { client: impatient, proxy } = await faultyClient({ idleTimeoutMs: 400 });
  const hook = configMap('before', {}, { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } });
  proxy.decide = onceEach(({ method, path, query }) =>
    ['PATCH', 'DELETE'].includes(method) && path.includes(`/${namespace}/configmaps/`) && !query.has('dryRun')
      ? { kind: 'hang' }
      : undefined,
  );

  const { result } = await new Engine(impatient, namespace).sync([argoApplication(namespace, [...SECOND, hook])], {
    leaseDurationMs: 20_000,
  });

  expect(result).toMatchObject({ outcome: 'synced', created: 1, updated: 1, deleted: 1, errors: [] });
  expect(await live(client, namespace)).toEqual(['added=', 'before=', 'changed=2', 'kept=']);
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual([
    'added',
    'before',
    'changed',
    'kept',
  ]);
});
