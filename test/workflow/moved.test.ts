import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('moved')];
  const engine = new Engine(client);
  const old = argoApplication(namespace, [configMap('a', { v: '1' }), configMap('b')]);
  await engine.sync([old]);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  return { client, namespace, engine, old, path };
}

test('an application that goes on under another name takes its objects along: none is deleted, none is made anew', async () => {
  const { client, namespace, engine, old, path } = await start();
  const uid = (await read(client, `${path}/a`))?.metadata.uid;
  const renamed = { ...old, name: `${namespace}-new`, instance: `${namespace}-new`, movedFrom: old.instance };

  const { results, planned } = await engine.sync([renamed]);

  expect(results.map(({ application, outcome, deleted }) => [application, outcome, deleted])).toEqual([
    [`${namespace}-new`, 'synced', 0],
    [namespace, 'synced', 0],
  ]);
  expect(planned.orphans).toEqual([]);
  expect((await read(client, `${path}/a`))?.metadata.uid).toBe(uid);
  expect((await engine.inventory(`${namespace}-new`))?.entries.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(await engine.inventory(namespace)).toBeUndefined();
  expect((await engine.sync([renamed])).result).toMatchObject({ outcome: 'unchanged', kept: 2 });
});

test('what left Git in the commit of the rename is pruned from the old name', async () => {
  const { client, namespace, engine, old, path } = await start();
  const objects = old.objects.filter(({ metadata }) => metadata.name === 'a');
  const renamed = {
    ...old,
    objects,
    content: 'other',
    name: `${namespace}-new`,
    instance: `${namespace}-new`,
    movedFrom: old.instance,
  };

  await engine.sync([renamed]);

  expect(await read(client, `${path}/a`)).toBeDefined();
  expect(await read(client, `${path}/b`)).toBeUndefined();
});

test('while the new name cannot be synced the old one keeps what it owns', async () => {
  const { client, namespace, engine, old, path } = await start();
  const bad = configMap('a', { v: 1 as unknown as string });
  const renamed = {
    ...old,
    objects: [bad],
    content: 'bad',
    name: `${namespace}-new`,
    instance: `${namespace}-new`,
    movedFrom: old.instance,
  };

  const { problems } = await engine.sync([renamed]);

  expect(problems).toEqual(['CLUSTER_INVALID']);
  expect((await engine.inventory(namespace))?.entries).toHaveLength(2);
  expect(await read(client, `${path}/b`)).toBeDefined();
});
