import { listAll } from '../../../src/cluster/transport/list.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';

afterEach(closeClients);

const configMaps = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps`;
const configMap = (name: string, data: Record<string, string> = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const apply = (namespace: string, name: string, data: Record<string, string> = {}) =>
  ({
    method: 'PATCH',
    path: `${configMaps(namespace)}/${name}`,
    query: { fieldManager: 'test' },
    body: configMap(name, data),
    contentType: 'application/apply-patch+yaml',
  }) as const;

async function failure(promise: Promise<unknown>): Promise<GitopsError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!GitopsError.is(error)) throw new Error(`expected a GitopsError, got ${String(error)}`);
  return error;
}

describe('an object', () => {
  test.each([
    {
      kind: 'NetworkPolicy',
      path: '/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies',
      apiVersion: 'networking.k8s.io/v1',
      spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] },
    },
    {
      kind: 'LimitRange',
      path: '/api/v1/namespaces/NS/limitranges',
      apiVersion: 'v1',
      spec: { limits: [{ type: 'Container', default: { cpu: '500m' } }] },
    },
  ])('arrives whole, field for field: $kind', async ({ kind, path, apiVersion, spec }) => {
    const [client, namespace] = [await testClient(), await testNamespace('http')];
    const collection = path.replace('NS', namespace);

    await client.request({
      method: 'POST',
      path: collection,
      body: { apiVersion, kind, metadata: { name: 'a' }, spec },
    });
    const { body } = await client.request<KubeObject>({ method: 'GET', path: `${collection}/a` });

    expect(body['spec']).toMatchObject(spec);
  });

  test('is deleted only with the UID that was asked for, and the connection stays usable', async () => {
    const [client, namespace] = [await testClient({ maxInFlight: 1 }), await testNamespace('http')];
    const { body } = await client.request<KubeObject>(apply(namespace, 'a'));
    const remove = (uid: string) =>
      client.request({
        method: 'DELETE',
        path: `${configMaps(namespace)}/a`,
        body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } },
      });

    const refused = await failure(remove('00000000-0000-0000-0000-000000000000'));
    const after = await client.request({ method: 'GET', path: `${configMaps(namespace)}/a` });
    await remove(body.metadata.uid!);

    expect(refused.code).toBe('CLUSTER_CONFLICT');
    expect(after.status).toBe(200);
    expect((await failure(client.request({ method: 'GET', path: `${configMaps(namespace)}/a` }))).code).toBe(
      'CLUSTER_NOT_FOUND',
    );
  });
});

describe('a refusal', () => {
  test('carries the code, the message of the API server and the fields', async () => {
    const [client, namespace] = [await testClient(), await testNamespace('http')];
    const body = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: { selector: {}, template: {} },
    };

    const error = await failure(
      client.request({ method: 'POST', path: `/apis/apps/v1/namespaces/${namespace}/deployments`, body }),
    );

    expect(error.code).toBe('CLUSTER_INVALID');
    expect(error.message).toContain(
      `cluster 'test' refused POST '/apis/apps/v1/namespaces/${namespace}/deployments': Deployment.apps "a" is invalid`,
    );
    expect(error.data).toMatchObject({
      status: 422,
      reason: 'Invalid',
      causes: expect.arrayContaining([expect.objectContaining({ field: 'spec.selector' })]),
    });
  });

  test('of a Secret does not show its values', async () => {
    const [client, namespace] = [await testClient(), await testNamespace('http')];
    const body = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      stringData: { password: { hunter2: 'hunter2' } },
    };

    const error = await failure(
      client.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/secrets/a`,
        query: { fieldManager: 'x' },
        body,
        contentType: 'application/apply-patch+yaml',
      }),
    );

    expect(error.code).toBe('CLUSTER_INVALID');
    expect(client.statistics.retries).toBe(0);
    expect(JSON.stringify([error.message, error.data])).not.toContain('hunter2');
  });

  test('of a field conflict names managers and fields', async () => {
    const [client, namespace] = [await testClient(), await testNamespace('http')];
    await client.request(apply(namespace, 'a', { color: 'red' }));

    const error = await failure(
      client.request({ ...apply(namespace, 'a', { color: 'blue' }), query: { fieldManager: 'other' } }),
    );

    expect(error.code).toBe('CLUSTER_CONFLICT');
    expect(error.data).toMatchObject({ causes: [{ reason: 'FieldManagerConflict', field: '.data.color' }] });
  });
});

test('warnings of the API server are handed on', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('http')];
  const body = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a' } };

  const { warnings } = await client.request({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/endpoints`,
    body,
  });

  expect(warnings).toEqual([expect.stringMatching(/v1 Endpoints is deprecated/)]);
});

describe('when the network or the server fails', () => {
  test.each([
    { case: 'a cut connection', fault: { kind: 'reset' } },
    { case: 'an answer that is lost', fault: { kind: 'lose-answer' } },
    { case: 'an answer that is cut', fault: { kind: 'truncate', bytes: 20 } },
    { case: 'etcd without a leader', fault: { kind: 'answer', status: 500, message: 'etcdserver: leader changed' } },
    { case: 'a restart', fault: { kind: 'answer', status: 503 } },
    { case: 'too many requests', fault: { kind: 'answer', status: 429, retryAfter: 0 } },
  ] as const)('an apply is repeated after $case', async ({ fault }) => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');
    proxy.decide = ({ number }) => (number <= 2 ? fault : undefined);

    const { body } = await client.request<KubeObject>(apply(namespace, 'a', { color: 'red' }));

    expect(body['data']).toEqual({ color: 'red' });
    expect(client.statistics).toEqual({ requests: 3, writes: 3, retries: 2 });
  });

  test.each([
    {
      case: 'a POST',
      request: (namespace: string) => ({ method: 'POST', path: configMaps(namespace), body: configMap('a') }) as const,
    },
    {
      case: 'a DELETE without a UID',
      request: (namespace: string) => ({ method: 'DELETE', path: `${configMaps(namespace)}/a` }) as const,
    },
  ])('$case whose answer was lost is not repeated', async ({ request }) => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');
    proxy.decide = ({ number }) => (number === 1 ? { kind: 'lose-answer' } : undefined);

    const error = await failure(client.request(request(namespace)));

    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(proxy.requests).toHaveLength(1);
  });

  test('a POST is repeated after 429, which comes before the server acts', async () => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');
    proxy.decide = ({ number }) => (number === 1 ? { kind: 'answer', status: 429, retryAfter: 0 } : undefined);

    const { status } = await client.request({ method: 'POST', path: configMaps(namespace), body: configMap('a') });

    expect(status).toBe(201);
  });

  test('Retry-After is honoured, by the other requests too', async () => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');
    proxy.decide = ({ number }) => (number === 1 ? { kind: 'answer', status: 429, retryAfter: 1 } : undefined);
    await failure(client.request({ method: 'GET', path: `${configMaps(namespace)}/none` }).finally(() => undefined));
    proxy.decide = ({ number }) => (number === 3 ? { kind: 'answer', status: 429, retryAfter: 1 } : undefined);

    const started = performance.now();
    const first = client.request({ method: 'GET', path: configMaps(namespace) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await client.request({ method: 'GET', path: configMaps(namespace) });
    await first;

    expect(performance.now() - started).toBeGreaterThan(950);
  });

  test('a refusal that stays is told after a while, not repeated for ever', async () => {
    const { client, proxy } = await faultyClient();
    proxy.decide = () => ({ kind: 'reset' });

    const error = await failure(client.request({ method: 'GET', path: '/version' }));

    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(error.hint).toContain('It was reached by the fault proxy.');
  });

  test('a server that says nothing ends with the idle timeout', async () => {
    const { client, proxy } = await faultyClient({ idleTimeoutMs: 100 });
    proxy.decide = () => ({ kind: 'hang' });

    const error = await failure(client.request({ method: 'GET', path: '/version' }));

    expect(error.message).toContain('no answer within 0.1 s');
  });

  test('nothing listens: one clear error with where and how', async () => {
    const { createHttpClient } = await import('../../../src/cluster/transport/http-client.js');
    const client = createHttpClient({
      cluster: 'prod',
      server: 'https://127.0.0.1:9',
      via: "context 'prod'",
      credentials: async () => ({ headers: {} }),
    });

    const error = await failure(client.request({ method: 'POST', path: '/api/v1/namespaces', body: {} }));

    expect(error.message).toBe(
      "cluster 'prod' cannot be reached at 'https://127.0.0.1:9': connect ECONNREFUSED 127.0.0.1:9",
    );
    expect(error.hint).toBe(
      "Nothing listens there: check that the cluster runs and that the address is right. It was reached by context 'prod'.",
    );
    expect(client.statistics.retries).toBeGreaterThan(0);
    client.close();
  });

  test('an answer that is not JSON is no answer of an API server', async () => {
    const { createServer } = await import('node:http');
    const { createHttpClient } = await import('../../../src/cluster/transport/http-client.js');
    const server = createServer((_, response) => response.end('<html>Please log in</html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address() as { port: number };
    const client = createHttpClient({
      cluster: 'c',
      server: `http://127.0.0.1:${address.port}`,
      via: 'x',
      credentials: async () => ({ headers: {} }),
    });
    try {
      const error = await failure(client.request({ method: 'GET', path: '/api' }));

      expect(error.message).toContain('something that is not JSON');
      expect(error.hint).toContain('login page');
    } finally {
      client.close();
      server.close();
    }
  });
});

describe('the pool', () => {
  test('200 requests share at most 16 connections', async () => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');

    await Promise.all(
      Array.from({ length: 200 }, () => client.request({ method: 'GET', path: configMaps(namespace) })),
    );

    expect(proxy.connections()).toBeLessThanOrEqual(16);
    expect(client.statistics).toEqual({ requests: 200, writes: 0, retries: 0 });
  });

  test('an abort ends requests in flight and in the queue, and the client goes on', async () => {
    const { client, proxy } = await faultyClient({ maxInFlight: 2 });
    const controller = new AbortController();
    proxy.decide = ({ path }) => (path === '/livez' ? { kind: 'hang' } : undefined);

    const pending = Array.from({ length: 5 }, () =>
      failure(client.request({ method: 'GET', path: '/livez' }, controller.signal)),
    );
    setTimeout(() => controller.abort(), 50);

    expect((await Promise.all(pending)).map(({ code }) => code)).toEqual(
      Array.from({ length: 5 }, () => 'INTERRUPTED'),
    );
    expect((await client.request({ method: 'GET', path: '/version' })).status).toBe(200);
  });

  test('closing ends what is running', async () => {
    const { client, proxy } = await faultyClient();
    proxy.decide = () => ({ kind: 'hang' });

    const pending = failure(client.request({ method: 'GET', path: '/version' }));
    setTimeout(() => client.close(), 50);

    expect((await pending).code).toBe('INTERRUPTED');
  });
});

describe('credentials', () => {
  test('are fetched once for many requests, and anew when the server refuses them', async () => {
    const { proxy } = await faultyClient();
    const { createHttpClient } = await import('../../../src/cluster/transport/http-client.js');
    let fetched = 0;
    const credentials = async () => {
      fetched += 1;
      return { headers: { authorization: `Bearer t${fetched}` } };
    };
    const client = createHttpClient({ cluster: 'c', server: proxy.server, via: 'x', credentials });
    // The real server knows the proxy's certificate; the token is judged here.
    proxy.decide = ({ headers }) =>
      headers['authorization'] === 'Bearer t1' && fetched < 3 && expired ? { kind: 'answer', status: 401 } : undefined;
    let expired = false;
    const seen = () => proxy.requests.map(({ headers }) => headers['authorization']);

    const path = '/version';
    await Promise.all(Array.from({ length: 10 }, () => failure(client.request({ method: 'GET', path: '/nope' }))));
    expect(fetched).toBe(1);
    expired = true;
    await client.request({ method: 'GET', path }).catch(() => undefined);

    expect(fetched).toBe(2);
    expect(seen().at(-1)).toBe('Bearer t2');
    client.close();
  });

  test('that stay refused are one CLUSTER_UNAUTHORIZED', async () => {
    const { client, proxy } = await faultyClient();
    proxy.decide = () => ({ kind: 'answer', status: 401 });

    const error = await failure(client.request({ method: 'POST', path: '/api/v1/namespaces', body: {} }));

    expect(error.code).toBe('CLUSTER_UNAUTHORIZED');
    expect(proxy.requests).toHaveLength(2);
  });
});

describe('a list', () => {
  test('is read page by page and complete, with kinds', async () => {
    const [client, namespace] = [await testClient(), await testNamespace('http')];
    await Promise.all(Array.from({ length: 25 }, (_, index) => client.request(apply(namespace, `c${index}`))));

    const { items, resourceVersion } = await listAll(client, configMaps(namespace), { pageSize: 10 });

    expect(items.filter(({ metadata }) => metadata.name.startsWith('c')).length).toBe(25);
    expect(new Set(items.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))).toEqual(new Set(['v1 ConfigMap']));
    expect(Number(resourceVersion)).toBeGreaterThan(0);
  });

  test('of metadata alone has no content', async () => {
    const [client, namespace] = [await testClient(), await testNamespace('http')];
    await client.request(apply(namespace, 'a', { color: 'red' }));

    const { items } = await listAll(client, configMaps(namespace), { metadataOnly: true });

    expect(items.find(({ metadata }) => metadata.name === 'a')).not.toHaveProperty('data');
  });

  test('starts again once when its pages grew too old, and never gives a part', async () => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');
    await Promise.all(Array.from({ length: 12 }, (_, index) => client.request(apply(namespace, `c${index}`))));
    let expired = 0;
    proxy.decide = ({ query }) =>
      query.has('continue') && expired++ === 0 ? { kind: 'answer', status: 410 } : undefined;

    const { items } = await listAll(client, configMaps(namespace), { pageSize: 10 });

    expect(items.length).toBeGreaterThanOrEqual(12);
    expect(new Set(items.map(({ metadata }) => metadata.name)).size).toBe(items.length);

    proxy.decide = ({ query }) => (query.has('continue') ? { kind: 'answer', status: 410 } : undefined);
    expect((await failure(listAll(client, configMaps(namespace), { pageSize: 10 }))).code).toBe('CLUSTER_GONE');
  });
});

describe('a watch', () => {
  test('survives lines and characters cut into pieces', async () => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');
    const { resourceVersion } = await listAll(client, configMaps(namespace));
    proxy.decide = ({ query }) => (query.has('watch') ? { kind: 'shred', bytes: 7 } : undefined);
    const controller = new AbortController();
    const events: string[] = [];

    const watching = failure(
      (async () => {
        for await (const event of client.watch(configMaps(namespace), { resourceVersion }, controller.signal)) {
          if (event.type === 'BOOKMARK') continue;
          events.push(`${event.type} ${(event.object['data'] as Record<string, string>)['motto']}`);
          if (events.length === 2) controller.abort();
        }
      })(),
    );
    await client.request(apply(namespace, 'a', { motto: 'größer ✓ 日本' }));
    await client.request({ method: 'DELETE', path: `${configMaps(namespace)}/a` });

    expect((await watching).code).toBe('INTERRUPTED');
    expect(events).toEqual(['ADDED größer ✓ 日本', 'DELETED größer ✓ 日本']);
  });

  test('that is too old ends with CLUSTER_GONE, one that breaks with CLUSTER_UNREACHABLE', async () => {
    const { client, proxy } = await faultyClient();
    const namespace = await testNamespace('http');
    await client.request(apply(namespace, 'a'));
    const drain = async (): Promise<void> => {
      for await (const _ of client.watch(configMaps(namespace), {}));
    };

    proxy.decide = () => ({ kind: 'expire-watch', afterLines: 1 });
    expect((await failure(drain())).code).toBe('CLUSTER_GONE');

    proxy.decide = () => ({ kind: 'truncate', bytes: 300 });
    expect((await failure(drain())).code).toBe('CLUSTER_UNREACHABLE');
  });

  test('ends quietly when the server ends it', async () => {
    const [client, namespace] = [await testClient(), await testNamespace('http')];

    const types: string[] = [];
    for await (const { type } of client.watch(configMaps(namespace), { timeoutSeconds: 1, allowWatchBookmarks: true }))
      types.push(type);

    expect(types.filter((type) => type !== 'BOOKMARK').every((type) => type === 'ADDED')).toBe(true);
  });
});
