import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../../helpers/engine.js';
import { deployment } from '../../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('sync')];
  return { client, namespace, engine: new Engine(client) };
}

test('applies until healthy, records what it owns, and writes nothing the second time', async () => {
  const { client, namespace, engine } = await start();
  const application = argoApplication(namespace, [
    deployment(namespace, 'web', { replicas: 2 }),
    configMap('settings', { a: '1' }),
  ]);

  const { result, events } = await engine.sync([application], { commit: 'abc' });

  expect(result).toMatchObject({
    outcome: 'synced',
    created: 2,
    updated: 0,
    deleted: 0,
    unhealthy: [],
    unverified: [],
    refused: [],
  });
  expect(events.at(0)).toMatchObject({ kind: 'started', application: namespace, cluster: 'test' });
  expect(events).toContainEqual(expect.objectContaining({ kind: 'health', status: 'Healthy' }));
  const inventory = await engine.inventory(namespace);
  expect(
    inventory?.entries.map(({ kind, name, uid, manifest, live }) => [
      kind,
      name,
      typeof uid,
      typeof manifest,
      typeof live,
    ]),
  ).toEqual([
    ['ConfigMap', 'settings', 'string', 'string', 'string'],
    ['Deployment', 'web', 'string', 'string', 'string'],
  ]);
  expect(inventory).toMatchObject({
    synced: { commit: 'abc' },
    history: [{ commit: 'abc', result: 'synced', created: 2, actor: 'test' }],
  });
  expect(inventory).not.toHaveProperty('operation');

  const before = client.statistics;
  const again = await engine.sync([application], { commit: 'def' });
  expect(again.result).toMatchObject({ outcome: 'unchanged', kept: 2 });
  expect(client.statistics.writes - before.writes).toBe(0);
  expect(client.statistics.requests - before.requests).toBeLessThanOrEqual(2 + 8);
});

test('updates only what changed, and deletes what left Git', async () => {
  const { client, namespace, engine } = await start();
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  await engine.sync([argoApplication(namespace, [configMap('a', { v: '1' }), configMap('b'), configMap('c')])]);

  const { result, events } = await engine.sync([
    argoApplication(namespace, [configMap('a', { v: '2' }), configMap('b')]),
  ]);

  expect(result).toMatchObject({ outcome: 'synced', created: 0, updated: 1, deleted: 1, kept: 1 });
  expect(events.flatMap((event) => (event.kind === 'done' ? [`${event.action} ${event.object.name}`] : []))).toEqual([
    'updated a',
    'deleted c',
  ]);
  expect(await read(client, `${path}/a`)).toMatchObject({ data: { v: '2' } });
  expect(await read(client, `${path}/c`)).toBeUndefined();
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('removes from an object what was removed from Git', async () => {
  const { client, namespace, engine } = await start();
  await engine.sync([argoApplication(namespace, [configMap('a', { keep: '1', drop: '2' })])]);

  await engine.sync([argoApplication(namespace, [configMap('a', { keep: '1' })])]);

  expect((await read(client, `/api/v1/namespaces/${namespace}/configmaps/a`))?.['data']).toEqual({ keep: '1' });
});

test('heals what people changed by hand: a scaled Deployment, an edited field, a deleted object', async () => {
  const { client, namespace, engine } = await start();
  const application = argoApplication(namespace, [
    deployment(namespace, 'web', { replicas: 2 }),
    configMap('a', { v: '1' }),
    configMap('gone'),
  ]);
  await engine.sync([application]);
  await meddle(
    client,
    `/apis/apps/v1/namespaces/${namespace}/deployments/web/scale`,
    { spec: { replicas: 5 } },
    'kubectl',
  );
  await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/a`, { data: { v: 'edited' } });
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/gone` });

  const { result, events } = await engine.sync([application]);

  expect(result).toMatchObject({ outcome: 'synced', created: 1, updated: 2 });
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: 'done',
      action: 'updated',
      message: "drifted; took spec.replicas back from 'kubectl'",
    }),
  );
  expect(await read(client, `/apis/apps/v1/namespaces/${namespace}/deployments/web`)).toMatchObject({
    spec: { replicas: 2 },
  });
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/a`)).toMatchObject({ data: { v: '1' } });
  expect((await engine.sync([application])).result.outcome).toBe('unchanged');
});

test('what others add beside our fields costs no request and is no drift', async () => {
  const { client, namespace, engine } = await start();
  const application = argoApplication(namespace, [configMap('a', { v: '1' })]);
  await engine.sync([application]);
  await meddle(
    client,
    `/api/v1/namespaces/${namespace}/configmaps/a`,
    { data: { theirs: 'x' }, metadata: { annotations: { note: 'y' } } },
    'some-controller',
  );

  const before = client.statistics.requests;
  const { result } = await engine.sync([application]);

  expect(result.outcome).toBe('unchanged');
  expect(client.statistics.requests - before).toBeLessThanOrEqual(1 + 8);
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/a`)).toMatchObject({
    data: { v: '1', theirs: 'x' },
  });
});

test('an invalid manifest changes nothing, and every invalid one is reported', async () => {
  const { client, namespace, engine } = await start();
  const misspelt = {
    ...deployment(namespace, 'web'),
    spec: { ...(deployment(namespace, 'web')['spec'] as object), replicass: 3 },
  };
  const wrong = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 99_999 }] } };

  const { problems, messages } = await engine.sync([argoApplication(namespace, [configMap('fine'), misspelt, wrong])]);

  expect(problems).toEqual(['CLUSTER_INVALID', 'CLUSTER_INVALID']);
  expect(messages[0]).toContain('replicass');
  expect(messages[1]).toContain('99999');
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/fine`)).toBeUndefined();
  expect(client.statistics.writes).toBe(0);
});

test('creates the destination namespace when asked, checks manifests before that, and never owns or deletes it', async () => {
  const { client, namespace, engine } = await start();
  const fresh = `${namespace}-fresh`;
  const spec = { syncPolicy: { syncOptions: ['CreateNamespace=true'] } };
  const broken = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 0 }] } };

  expect((await engine.sync([argoApplication(fresh, [configMap('a'), broken], { spec })])).problems).toEqual([
    'CLUSTER_INVALID',
  ]);
  expect(await read(client, `/api/v1/namespaces/${fresh}`)).toBeUndefined();

  expect((await engine.sync([argoApplication(fresh, [configMap('a')], { spec })])).result).toMatchObject({
    outcome: 'synced',
    created: 1,
  });
  expect((await engine.sync([argoApplication(fresh, [configMap('a')], { spec })])).result.outcome).toBe('unchanged');
  expect((await engine.sync([argoApplication(fresh, [], { spec })], { allowEmpty: true })).result).toMatchObject({
    outcome: 'synced',
    deleted: 1,
  });
  expect(await read(client, `/api/v1/namespaces/${fresh}`)).toBeDefined();
});

test('a namespace that nobody brings is one clear error', async () => {
  const { namespace, engine } = await start();

  const { problems, messages } = await engine.sync([argoApplication(`${namespace}-absent`, [configMap('a')])]);

  expect(problems).toEqual(['CLUSTER_NAMESPACE_MISSING']);
  expect(messages[0]).toContain(`${namespace}-absent`);
});

test("replicas that an autoscaler set stay, cost one write once, and are nobody's drift afterwards", async () => {
  const { client, namespace, engine } = await start();
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
  const application = (image: string) =>
    argoApplication(namespace, [deployment(namespace, 'web', { replicas: 2, image })]);
  await engine.sync([application('registry.example.com/web:1')]);
  await meddle(client, `${path}/scale`, { spec: { replicas: 4 } }, 'kube-controller-manager');

  await engine.sync([application('registry.example.com/web:1')]);
  await meddle(client, `${path}/scale`, { spec: { replicas: 3 } }, 'kube-controller-manager');
  const before = client.statistics.writes;
  expect((await engine.sync([application('registry.example.com/web:1')])).result.outcome).toBe('unchanged');
  expect(client.statistics.writes).toBe(before);

  const { result, events } = await engine.sync([application('registry.example.com/web:2')]);
  expect(result).toMatchObject({ outcome: 'synced', updated: 1 });
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'done', message: "left spec.replicas to 'kube-controller-manager'" }),
  );
  expect(await read(client, path)).toMatchObject({
    spec: { replicas: 3, template: { spec: { containers: [{ image: 'registry.example.com/web:2' }] } } },
  });
});

test('what a person made with kubectl create is taken over when that is said, with every field: it is then what Git says', async () => {
  const { client, namespace, engine } = await start();
  const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
  await client.request({
    method: 'POST',
    path: path.slice(0, -2),
    query: { fieldManager: 'kubectl-create' },
    body: configMap('a', { v: 'theirs', more: 'theirs' }),
  });

  expect((await engine.sync([argoApplication(namespace, [configMap('a', { v: 'ours' })])])).problems).toEqual([
    'CLUSTER_NOT_OURS',
  ]);
  const { result, events } = await engine.sync([argoApplication(namespace, [configMap('a', { v: 'ours' })])], {
    adopt: true,
  });

  expect(result).toMatchObject({ outcome: 'synced', updated: 1, created: 0 });
  expect(events).toContainEqual(
    expect.objectContaining({ message: "adopted; took the fields of 'kubectl-create' over" }),
  );
  expect((await read(client, path))?.['data']).toEqual({ v: 'ours' });
});

test('a Secret whose values Git changed is told as changed in Git, one that somebody else changed as drifted', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('values')];
  const engine = new Engine(client);
  const secret = (value: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { a: value },
  });
  const reasonFor = async (value: string) => {
    const [planned] = (await engine.plan([argoApplication(namespace, [secret(value)])])).planned;
    return planned?.plan.changes.map((change) => ('reason' in change ? change.reason : change.action));
  };
  await engine.sync([argoApplication(namespace, [secret('one')])]);

  expect(await reasonFor('two')).toEqual(['manifest changed']);

  await meddle(client, `/api/v1/namespaces/${namespace}/secrets/s`, { stringData: { a: 'three' } });
  expect(await reasonFor('one')).toEqual(['drifted']);
});
