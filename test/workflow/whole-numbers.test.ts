import { diff } from '../../src/workflow/diff.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { widget, widgetDefinition } from '../engines/crd/definition.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { read } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

const LARGE = 9007199254740993n;
/** Schemas hold their limits as doubles: this one is exact. */
const LIMIT = 9007199254741000n;

test('a number of 64 bits reaches the API server with its digits, and is a difference when the last one changes', async () => {
  const namespace = await testNamespace('numbers');
  const group = `${namespace}.example.com`;
  await using repository = await syncedRepository(namespace);
  const size = { type: 'integer', format: 'int64', maximum: LIMIT };
  const definition = widgetDefinition(group, { type: 'object', properties: { size } });
  const commit = (message: string, number: bigint) =>
    repository.commit(message, [definition, widget(group, { size: number }, { metadata: { name: 'web' } })]);
  const options = { ...repository.options, timeoutMs: 0 };
  const live = async () => await read(await testClient(), `/apis/${group}/v1/namespaces/${namespace}/widgets/web`);
  commit('first', LARGE);

  expect((await sync(options)).outcome).toBe('synced');
  expect(await live()).toMatchObject({ spec: { size: LARGE } });
  expect((await sync(options)).outcome).toBe('unchanged');
  expect((await verify(repository.options)).applications).toMatchObject([{ differences: [] }]);

  commit('second', LARGE - 1n);
  const changes = (await diff(repository.options)).applications.flatMap(({ changes: found }) => found);
  expect(changes.flatMap(({ text }) => text.split('\n').filter((line) => /^[-+] /.test(line)))).toEqual([
    `-  size: ${LARGE}`,
    `+  size: ${LARGE - 1n}`,
  ]);

  expect((await sync(options)).outcome).toBe('synced');
  expect(await live()).toMatchObject({ spec: { size: LARGE - 1n } });
});
