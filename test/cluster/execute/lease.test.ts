import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLease, type LeaseOptions } from '../../../src/cluster/execute/lease.js';
import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('lease')];
  const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/shop`;
  const acquire = (holder: string, options: Partial<LeaseOptions> = {}) =>
    acquireLease(client, { namespace, name: 'shop', holder, ...options });
  return { client, path, acquire };
}

test('one holder at a time: another is refused and told who holds it, and gets it when it is released', async () => {
  const { acquire } = await start();
  const first = await acquire('alice@build-1');

  await expect(acquire('bob@build-2')).rejects.toMatchObject({
    code: 'CLUSTER_LOCKED',
    message: expect.stringContaining('alice@build-1'),
    hint: expect.stringContaining('--lock-timeout'),
  });

  const waitedFor: string[] = [];
  const waiting = acquire('bob@build-2', { lockTimeoutMs: 20_000, onWait: (holder) => waitedFor.push(holder) });
  await sleep(1_500);
  await first.release();
  await (await waiting).release();
  expect(waitedFor).toEqual([expect.stringMatching(/^alice@build-1/)]);
});

test('a free lock takes one request; where its namespace is missing that is made, and where it may not be that is told', async () => {
  const { client, path, acquire } = await start();
  const before = client.statistics.requests;
  const held = await acquire('alice');
  expect(client.statistics.requests - before).toBe(1);
  await held.release();

  const namespace = `${path.split('/')[5]}-new`;
  const made = await acquire('alice', { namespace });
  expect((await client.request({ method: 'GET', path: `/api/v1/namespaces/${namespace}` })).status).toBe(200);
  await made.release();
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });

  const request: typeof client.request = (asked, signal) =>
    client.request(
      /^\/api\/v1\/namespaces/.test(asked.path)
        ? { ...asked, impersonate: 'system:serviceaccount:nobody:nobody' }
        : asked,
      signal,
    );
  const confined = { ...client, request };
  await expect(
    acquireLease(confined, { namespace: `${namespace}-other`, name: 'shop', holder: 'bob' }),
  ).rejects.toMatchObject({
    code: 'CLUSTER_NOT_FOUND',
  });
});

test('a holder that renews is never taken for dead', async () => {
  const { acquire } = await start();
  const first = await acquire('alice', { durationMs: 1_000 });

  await expect(acquire('bob', { lockTimeoutMs: 2_500 })).rejects.toMatchObject({ code: 'CLUSTER_LOCKED' });
  expect(first.lost.aborted).toBe(false);
  await first.release();
});

test('a holder whose lock was taken away learns it', async () => {
  const { client, path, acquire } = await start();
  const first = await acquire('alice', { durationMs: 600 });
  await client.request({
    method: 'PATCH',
    path,
    contentType: 'application/merge-patch+json',
    body: { spec: { holderIdentity: 'thief' } },
  });

  for (let attempt = 0; attempt < 100 && !first.lost.aborted; attempt += 1) await sleep(50);

  expect(first.lost.reason).toMatchObject({ code: 'CLUSTER_LOCKED' });
  await first.release();
  expect((await client.request<{ spec: object }>({ method: 'GET', path })).body.spec).toMatchObject({
    holderIdentity: 'thief',
  });
});

test('waiting ends when it is interrupted', async () => {
  const { acquire } = await start();
  const first = await acquire('alice');
  const interrupt = new AbortController();

  const waiting = acquire('bob', { lockTimeoutMs: 60_000, signal: interrupt.signal });
  interrupt.abort();

  await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await first.release();
});

test('a dead holder is taken over when its duration has passed by our own clock, whatever time it wrote', async () => {
  const { client, path, acquire } = await start();
  const renewTime = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '000Z');
  const [namespace, name] = [path.split('/')[5]!, 'shop'];
  const spec = { holderIdentity: 'killed@build-1', leaseDurationSeconds: 1, acquireTime: renewTime, renewTime };
  const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec };
  await client.request({ method: 'POST', path: path.slice(0, path.lastIndexOf('/')), body });

  await expect(acquire('bob@build-2', { lockTimeoutMs: 500 })).rejects.toMatchObject({ code: 'CLUSTER_LOCKED' });
  const taken = await acquire('bob@build-2', { lockTimeoutMs: 5_000 });

  expect(
    (await client.request<{ spec: { holderIdentity: string } }>({ method: 'GET', path })).body.spec.holderIdentity,
  ).toMatch(/^bob@build-2/);
  await taken.release();
});

test('of several that wait for a dead holder one gets it', async () => {
  const { client, path, acquire } = await start();
  const spec = { holderIdentity: 'killed', leaseDurationSeconds: 1, renewTime: '2026-01-01T00:00:00.000000Z' };
  const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'shop' }, spec };
  await client.request({ method: 'POST', path: path.slice(0, path.lastIndexOf('/')), body });

  const tries = await Promise.allSettled(['a', 'b', 'c'].map((holder) => acquire(holder, { lockTimeoutMs: 2_500 })));

  const held = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(held).toHaveLength(1);
  await held[0]!.release();
});

test('a holder whose renewals hang ends before anybody may take over', async () => {
  const { path, acquire } = await start();
  const { client: faulty, proxy } = await faultyClient();
  const [, namespace = ''] = /namespaces\/([^/]+)/.exec(path) ?? [];
  const first = await acquireLease(faulty, { namespace, name: 'shop', holder: 'alice', durationMs: 1_000 });
  proxy.decide = () => ({ kind: 'hang' });

  const second = await acquire('bob', { lockTimeoutMs: 20_000 });

  expect(first.lost.reason).toMatchObject({ code: 'CLUSTER_LOCKED' });
  proxy.decide = () => undefined;
  await first.release();
  expect(second.lost.aborted).toBe(false);
  await second.release();
});

test('a renewal that hangs once is tried anew, and waits neither for other requests nor for a pause that the server asked for', async () => {
  const { path, acquire } = await start();
  const { client: faulty, proxy } = await faultyClient({ maxInFlight: 1 });
  const [, namespace = ''] = /namespaces\/([^/]+)/.exec(path) ?? [];
  const first = await acquireLease(faulty, { namespace, name: 'shop', holder: 'alice', durationMs: 1_000 });
  let renewals = 0;
  proxy.decide = ({ method, path: asked }) => {
    if (asked.endsWith('/slow')) return { kind: 'hang' };
    if (asked.endsWith('/throttled')) return { kind: 'answer', status: 429, retryAfter: 60 };
    renewals += method === 'PUT' ? 1 : 0;
    return method === 'PUT' && renewals === 1 ? { kind: 'hang' } : undefined;
  };
  const interrupt = new AbortController();
  const request = (name: string) =>
    faulty.request({ method: 'GET', path: `/api/v1/namespaces/${namespace}/configmaps/${name}` }, interrupt.signal);
  const others = Promise.allSettled([request('throttled'), request('slow')]);

  await expect(acquire('bob', { lockTimeoutMs: 2_200 })).rejects.toMatchObject({ code: 'CLUSTER_LOCKED' });

  expect([first.lost.aborted, renewals > 2]).toEqual([false, true]);
  interrupt.abort();
  await others;
  await first.release();
});
