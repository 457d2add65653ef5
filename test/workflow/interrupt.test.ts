import { GitopsError } from '../../src/errors.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import type { SyncEvent } from '../../src/workflow/api/events.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

test('an interrupted sync ends after what is in flight, says what is half-way, and the next one goes on at once', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('interrupt')];
  const engine = new Engine(client);
  const after = {
    ...configMap('after'),
    metadata: { name: 'after', annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
  };
  const objects = (behaviour?: 'never-ready') => [
    configMap('before'),
    deployment(namespace, 'web', behaviour ? { behaviour } : {}),
    after,
  ];
  const stop = new AbortController();

  const { result, events } = await engine.sync([argoApplication(namespace, objects('never-ready'))], {
    commit: 'bad',
    signal: stop.signal,
    leaseDurationMs: 60_000,
    onEvent: (event) => {
      if (event.kind === 'health') stop.abort(new GitopsError('INTERRUPTED', 'interrupted'));
    },
  });

  expect(result).toMatchObject({
    outcome: 'interrupted',
    created: 2,
    halfway: [{ object: { name: 'after' }, reason: 'create was not begun' }],
  });
  expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'interrupted' });
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/after`)).toBeUndefined();
  expect(await engine.inventory(namespace)).toMatchObject({
    operation: { commit: 'bad' },
    history: [{ result: 'interrupted' }],
  });

  // The lock was let go, although its lease would last another minute.
  const next = await engine.sync([argoApplication(namespace, objects())]);
  expect(next.result).toMatchObject({ outcome: 'synced', created: 1, updated: 1 });
  expect(await engine.inventory(namespace)).not.toHaveProperty('operation');
});

test('interrupted before the first write, nothing was changed', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('interrupt')];
  const stop = new AbortController();
  stop.abort(new GitopsError('INTERRUPTED', 'interrupted'));

  const { result } = await new Engine(client).sync([argoApplication(namespace, [configMap('a')])], {
    signal: stop.signal,
  });

  expect(result).toMatchObject({ outcome: 'interrupted', created: 0 });
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/a`)).toBeUndefined();
});

test('what waits for its turn is not sent any more: of many objects only those in flight are applied, and none is deleted after it', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('interrupt')];
  const engine = new Engine(client);
  const many = Array.from({ length: 150 }, (_, index) => configMap(`c-${index}`));
  const stopped = async (objects: readonly KubeObject[]) => {
    const stop = new AbortController();
    const onEvent = (event: SyncEvent): void => {
      if (event.kind === 'done') stop.abort(new GitopsError('INTERRUPTED', 'interrupted'));
    };
    return engine.sync([argoApplication(namespace, objects)], {
      signal: stop.signal,
      onEvent,
      maxPrune: 200,
      maxPrunePercent: 100,
    });
  };

  const creating = (await stopped(many)).result;
  expect(creating).toMatchObject({ outcome: 'interrupted', errors: [] });
  expect(creating.created).toBeLessThan(60);
  const notBegun = creating.halfway.filter(({ reason }) => reason === 'create was not begun');
  expect(notBegun.length + creating.created).toBe(150);
  expect((await engine.sync([argoApplication(namespace, many)])).result).toMatchObject({
    outcome: 'synced',
    created: notBegun.length,
  });

  const deleting = (await stopped([configMap('c-0')])).result;
  expect(deleting).toMatchObject({ outcome: 'interrupted', errors: [] });
  expect(deleting.deleted).toBeLessThan(60);
  const options = { maxPrune: 200, maxPrunePercent: 100 };
  const last = (await engine.sync([argoApplication(namespace, [configMap('c-0')])], options)).result;
  expect(last).toMatchObject({ outcome: 'synced', deleted: 149 - deleting.deleted });
});
