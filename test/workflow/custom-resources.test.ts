import type { KubeObject } from '../../src/manifest/kube-object.js';
import { widget, widgetDefinition } from '../engines/crd/definition.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, type EngineOptions, read } from '../helpers/engine.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('custom')];
  const group = `${namespace}.example.com`;
  const engine = new Engine(client);
  const sync = (objects: readonly KubeObject[], options?: EngineOptions) =>
    engine.sync([argoApplication(namespace, objects)], options);
  const live = (name: string) => read(client, `/apis/${group}/v1/namespaces/${namespace}/widgets/${name}`);
  return { client, namespace, group, engine, sync, live };
}

const named = (group: string, name: string, spec: unknown) => widget(group, spec, { metadata: { name } });
const spec = (properties: Readonly<Record<string, unknown>>) => ({ type: 'object', properties });

test('custom resources that their new CustomResourceDefinition does not allow are all told before the first write', async () => {
  const { client, group, sync } = await start();
  const hook = widget(
    group,
    { size: 12 },
    { metadata: { name: 'h', annotations: { 'argocd.argoproj.io/hook': 'PostSync' } } },
  );
  const writes = client.statistics.writes;

  const { problems, messages } = await sync([
    widgetDefinition(group),
    named(group, 'a', { size: 'big', colour: 'red' }),
    named(group, 'b', {}),
    named(group, 'c', { size: 3 }),
    hook,
  ]);

  expect(problems).toEqual(['CLUSTER_INVALID', 'CLUSTER_INVALID', 'CLUSTER_INVALID']);
  const said = (name: string) =>
    messages.find((message) => message.startsWith(`Widget.${group} `) && message.includes(`/${name} is not what`));
  expect(said('a')).toContain(
    'in the same revision allows: spec.colour: unknown field; spec.size: Invalid value: "string"',
  );
  expect(said('b')).toContain('spec.size: Required value');
  expect(said('h')).toContain('spec.size: Invalid value: 12');
  expect(client.statistics.writes).toBe(writes);
});

test('those that it allows are synced, and unchanged the next time', async () => {
  const { group, sync, live } = await start();
  const objects = [widgetDefinition(group), named(group, 'a', { size: 3 }), { ...configMap('other') }];

  expect((await sync(objects, { timeoutMs: 0 })).result).toMatchObject({ outcome: 'synced', created: 3 });
  expect(await live('a')).toMatchObject({ spec: { size: 3, mode: 'safe' } });
  expect((await sync(objects)).result).toMatchObject({ outcome: 'unchanged' });
});

test('where a revision changes the definition too, the new one counts', async () => {
  const { client, group, sync, live } = await start();
  const [before, after] = [
    spec({ size: { type: 'integer' } }),
    spec({ size: { type: 'integer' }, colour: { type: 'string', enum: ['red'] } }),
  ];
  const options = { timeoutMs: 0 };
  await sync([widgetDefinition(group, before), named(group, 'a', { size: 3 })], options);

  const refused = await sync([widgetDefinition(group, after), named(group, 'a', { size: 3, colour: 'blue' })], options);
  expect(refused.messages).toEqual([
    expect.stringContaining('spec.colour: Unsupported value: "blue": supported values: "red"'),
  ]);

  const changed = [
    widgetDefinition(group, after),
    named(group, 'a', { size: 3, colour: 'red' }),
    named(group, 'b', { colour: 'red' }),
  ];
  expect((await sync(changed, options)).result).toMatchObject({ outcome: 'synced', updated: 2, created: 1 });
  expect(await live('a')).toMatchObject({ spec: { size: 3, colour: 'red' } });
  const writes = client.statistics.writes;
  expect((await sync(changed)).result).toMatchObject({ outcome: 'unchanged' });
  expect(client.statistics.writes).toBe(writes);

  // A definition that is as it was is not asked: the API server is.
  const again = await sync([...changed.slice(0, 2), named(group, 'b', { colour: 'green' })], options);
  expect(again.messages).toEqual([expect.stringContaining('is refused by the API server')]);
});

test('the definition may come from another Argo Application of the run', async () => {
  const { client, namespace, group, engine } = await start();
  const of = (name: string, objects: readonly KubeObject[]) =>
    argoApplication(namespace, objects, { name: `${namespace}-${name}` });
  const before = client.statistics.writes;

  const { messages } = await engine.sync([
    of('crds', [widgetDefinition(group)]),
    of('web', [named(group, 'a', { size: 3, moed: 'safe' })]),
  ]);

  expect(messages).toEqual([expect.stringMatching(/allows: spec\.moed: unknown field$/)]);
  expect(client.statistics.writes).toBe(before);
});

test('Validate=false leaves unknown fields to be dropped, and nothing else', async () => {
  const { group, sync, live } = await start();
  const loose = (name: string, of: unknown) =>
    widget(group, of, { metadata: { name, annotations: { 'argocd.argoproj.io/sync-options': 'Validate=false' } } });

  expect((await sync([widgetDefinition(group), loose('a', { colour: 'red' })])).messages).toEqual([
    expect.stringMatching(/allows: spec.size: Required value$/),
  ]);
  expect(
    (await sync([widgetDefinition(group), loose('a', { size: 3, colour: 'red' })], { timeoutMs: 0 })).result,
  ).toMatchObject({
    outcome: 'synced',
  });
  expect((await live('a'))?.['spec']).toEqual({ size: 3, mode: 'safe' });
});
