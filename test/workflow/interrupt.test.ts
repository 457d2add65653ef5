import { GitopsError } from '../../src/errors.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

test('an interrupted sync ends after what is in flight, says what is half-way, and the next one goes on at once', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('interrupt')];
  const engine = new Engine(client);
  const after = { ...configMap('after'), metadata: { name: 'after', annotations: { 'argocd.argoproj.io/sync-wave': '1' } } };
  const objects = (behaviour?: 'never-ready') => [configMap('before'), deployment(namespace, 'web', behaviour ? { behaviour } : {}), after];
  const stop = new AbortController();

  const { result, events } = await engine.sync([argoApplication(namespace, objects('never-ready'))], {
    commit: 'bad',
    signal: stop.signal,
    leaseDurationMs: 60_000,
    onEvent: (event) => {
      if (event.kind === 'health') stop.abort(new GitopsError('INTERRUPTED', 'interrupted'));
    },
  });

  expect(result).toMatchObject({ outcome: 'interrupted', created: 2, halfway: [{ object: { name: 'after' }, reason: 'create was not begun' }] });
  expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'interrupted' });
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/after`)).toBeUndefined();
  expect(await engine.inventory(namespace)).toMatchObject({ operation: { commit: 'bad' }, history: [{ result: 'interrupted' }] });

  // The lock was let go, although its lease would last another minute.
  const next = await engine.sync([argoApplication(namespace, objects())]);
  expect(next.result).toMatchObject({ outcome: 'synced', created: 1, updated: 1 });
  expect(await engine.inventory(namespace)).not.toHaveProperty('operation');
});

test('interrupted before the first write, nothing was changed', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('interrupt')];
  const stop = new AbortController();
  stop.abort(new GitopsError('INTERRUPTED', 'interrupted'));

  const { result } = await new Engine(client).sync([argoApplication(namespace, [configMap('a')])], { signal: stop.signal });

  expect(result).toMatchObject({ outcome: 'interrupted', created: 0 });
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/a`)).toBeUndefined();
});
