import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../../helpers/engine.js';
import type { Fault, SeenRequest } from '../../helpers/fault-proxy.js';

afterEach(closeClients);

/** Applies to `b` fail so often; `a` of the wave before is applied at the first attempt. */
async function start(failures: number, fault: Fault, retry?: object) {
  const [client, namespace] = [await testClient(), await testNamespace('retry')];
  const { client: faulty, proxy } = await faultyClient();
  const engine = new Engine(faulty);
  let left = failures;
  const isApply = ({ method, path, query }: SeenRequest) =>
    method === 'PATCH' && path.endsWith('/configmaps/b') && !query.has('dryRun');
  proxy.decide = (request) => {
    if (!isApply(request) || left <= 0) return undefined;
    left -= 1;
    return fault;
  };
  const objects = [configMap('a'), configMap('b', {}, { annotations: { 'argocd.argoproj.io/sync-wave': '1' } })];
  const application = argoApplication(namespace, objects, { spec: { syncPolicy: retry ? { retry } : {} } });
  const applies = (name: string) =>
    proxy.requests.filter(
      ({ method, path, query }) => method === 'PATCH' && path.endsWith(`/configmaps/${name}`) && !query.has('dryRun'),
    ).length;
  return { client, namespace, engine, application, applies };
}

const QUICK = { duration: '50ms', factor: 2, maxDuration: '1s' };
const BROKEN: Fault = { kind: 'answer', status: 500, message: 'something passing' };

test('a sync that failed is planned and executed again, as the Argo Application says, and what was done is not done twice', async () => {
  const { client, namespace, engine, application, applies } = await start(2, BROKEN, { limit: 5, backoff: QUICK });

  const { result, events } = await engine.sync([application]);

  expect(result).toMatchObject({ outcome: 'synced', attempts: 3, created: 2, errors: [] });
  expect([applies('a'), applies('b')]).toEqual([1, 3]);
  const retries = events
    .flatMap((event) => (event.kind === 'warning' ? [event.message] : []))
    .filter((message) => message.includes('retry'));
  expect(retries).toEqual([
    expect.stringMatching(/something passing; retry 1 of 5 in 0\.1 s$/),
    expect.stringMatching(/retry 2 of 5 in 0\.1 s$/),
  ]);
  expect(events.filter(({ kind }) => kind === 'finished')).toHaveLength(1);
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/b`)).toBeDefined();
  const history = (await engine.inventory(namespace))?.history.map((revision) => revision.result);
  expect(history).toEqual(['synced', 'failed', 'failed']);
});

test('the limit ends it, with the last error and all attempts counted', async () => {
  const { engine, application, applies } = await start(9, BROKEN, { limit: 1, backoff: QUICK });

  const { result } = await engine.sync([application]);

  expect(result).toMatchObject({
    outcome: 'failed',
    attempts: 2,
    created: 1,
    errors: [{ code: 'CLUSTER_SERVER_ERROR' }],
  });
  expect(applies('b')).toBe(2);
});

test('without a policy nothing is tried again; --retry-limit says otherwise, -1 until the timeout', async () => {
  const { engine, application } = await start(1, BROKEN);
  expect((await engine.sync([application])).result).not.toHaveProperty('attempts');

  const endless = await start(99, BROKEN, { limit: 0, backoff: { ...QUICK, factor: 1 } });
  const { result } = await endless.engine.sync([endless.application], { retryLimit: -1, timeoutMs: 2_000 });
  expect(result.outcome).toBe('failed');
  expect(result.attempts).toBeGreaterThan(2);
});

test('what is refused for good is not tried again, a full quota is', async () => {
  const invalid = await start(
    9,
    { kind: 'answer', status: 422, message: 'no such field' },
    { limit: 5, backoff: QUICK },
  );
  expect((await invalid.engine.sync([invalid.application])).result).toMatchObject({
    outcome: 'failed',
    errors: [{ code: 'CLUSTER_INVALID' }],
  });
  expect(invalid.applies('b')).toBe(1);

  const full = await start(
    1,
    { kind: 'answer', status: 403, message: 'exceeded quota: pods' },
    { limit: 5, backoff: QUICK },
  );
  expect((await full.engine.sync([full.application])).result).toMatchObject({ outcome: 'synced', attempts: 2 });
});

test('an interruption ends the wait between attempts', async () => {
  const { engine, application } = await start(9, BROKEN, { limit: 5, backoff: { duration: '1h' } });
  const interrupt = new AbortController();

  const { result } = await engine.sync([application], {
    signal: interrupt.signal,
    onEvent: (event) =>
      event.kind === 'warning' && event.message.includes('retry 1') && setTimeout(() => interrupt.abort(), 20),
  });

  expect(result.outcome).toBe('failed');
  expect(result).not.toHaveProperty('attempts');
});
