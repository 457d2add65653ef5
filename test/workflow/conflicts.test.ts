import { parseConflictRule } from '../../src/cluster/objects/conflict-rules.js';
import { diff } from '../../src/workflow/diff.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

/** A ConfigMap of ours, of which an operator then owns `a` and `b`. */
async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('conflict')];
  const [engine, path] = [new Engine(client), `/api/v1/namespaces/${namespace}/configmaps/c`];
  await engine.sync([argoApplication(namespace, [configMap('c', { a: '1', b: '1' })])]);
  await meddle(client, path, { data: { a: 'theirs', b: 'theirs' } }, 'operator');
  const entries = ((await read(client, path))?.metadata.managedFields ?? []) as readonly {
    readonly manager: string;
    readonly time: string;
  }[];
  const since = entries.find(({ manager }) => manager === 'operator')?.time;
  return { client, namespace, engine, path, since };
}

test('a conflict is told as field, manager and since when', async () => {
  const { namespace, engine, since } = await start();

  const { problems, planned } = await engine.plan([argoApplication(namespace, [configMap('c', { a: '1', b: '1' })])]);

  expect(problems.map(({ problem: { code, message, data } }) => [code, message, data])).toEqual([
    [
      'CLUSTER_FIELD_CONFLICT',
      `'data.a' of ConfigMap ${namespace}/c belongs to 'operator' since ${since}`,
      { field: 'data.a', manager: 'operator', since },
    ],
    [
      'CLUSTER_FIELD_CONFLICT',
      `'data.b' of ConfigMap ${namespace}/c belongs to 'operator' since ${since}`,
      { field: 'data.b', manager: 'operator', since },
    ],
  ]);
  expect(planned[0]?.plan.changes).toEqual([]);
});

test('rules decide for single fields before the policy of the run: those of the run, then those of the object in Git', async () => {
  const { client, namespace, engine, path, since } = await start();
  const annotated = configMap(
    'c',
    { a: '1', b: '1' },
    { annotations: { 'cdk8s-gitops.io/conflicts': 'yield=.data.a, fail=.data.b' } },
  );
  const application = argoApplication(namespace, [annotated]);

  expect((await engine.sync([application])).messages).toEqual([expect.stringMatching(/^'data\.b' of/)]);
  const conflictRules = [parseConflictRule('ConfigMap:.data.b@operator=take')];
  const { result, events } = await engine.sync([application], { ownership: { conflictRules } });

  expect(result).toMatchObject({ outcome: 'synced', updated: 1 });
  expect((await read(client, path))?.['data']).toEqual({ a: 'theirs', b: '1' });
  const done = events.find((event) => event.kind === 'done');
  expect(done).toMatchObject({
    message: expect.stringContaining(
      `took data.b back from 'operator' since ${since}; left data.a to 'operator' since ${since}`,
    ),
  });
});

test('an annotation that cannot be read stops everything, conflict or not, with all that is wrong', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('conflict')];
  const engine = new Engine(client);
  const annotated = configMap(
    'c',
    { a: '1', b: '1' },
    { annotations: { 'cdk8s-gitops.io/conflicts': 'always=.data,take=data' } },
  );
  const { writes } = client.statistics;

  const { problems, messages } = await engine.sync([argoApplication(namespace, [annotated])]);

  expect([problems, client.statistics.writes - writes]).toEqual([
    ['CLUSTER_CONFLICT_RULE', 'CLUSTER_CONFLICT_RULE'],
    0,
  ]);
  expect(messages[0]).toMatch(
    /^annotation 'cdk8s-gitops.io\/conflicts' of ConfigMap \S+\/c: 'always=\.data' does not begin with/,
  );
});

test('diff tells what is taken and left, as text and as data, and sync does just that', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('conflict')];
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('c', { a: '1', b: '1' })]);
  await sync(git.options);
  await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/c`, { data: { a: 'x', b: 'x' } }, 'operator');
  const options = {
    ...git.options,
    conflictRules: [parseConflictRule('*:.data.a=take'), parseConflictRule('*=yield')],
  };

  const { applications } = await diff(options);
  const refused = await diff(git.options);

  expect(applications[0]?.changes[0]).toMatchObject({
    notes: [
      expect.stringMatching(/^takes data\.a back from 'operator' since \d{4}-.*Z$/),
      expect.stringMatching(/^leaves data\.b to 'operator' since/),
    ],
    conflicts: [
      { field: 'data.a', manager: 'operator', since: expect.any(String), decision: 'take' },
      { field: 'data.b', manager: 'operator', since: expect.any(String), decision: 'yield' },
    ],
  });
  expect(refused.applications[0]?.problems.map(({ conflict }) => conflict)).toEqual([
    { field: 'data.a', manager: 'operator', since: expect.any(String) },
    { field: 'data.b', manager: 'operator', since: expect.any(String) },
  ]);
  expect(await sync(options)).toMatchObject({ outcome: 'synced', applications: [{ updated: 1 }] });
  expect((await read(client, `/api/v1/namespaces/${namespace}/configmaps/c`))?.['data']).toEqual({ a: '1', b: 'x' });
});

test('a rule that takes asks again for what an earlier run yielded', async () => {
  const { client, namespace, engine, path } = await start();
  const application = argoApplication(namespace, [configMap('c', { a: '1', b: '1' })]);
  await engine.sync([application], { conflicts: 'yield' });
  expect((await engine.sync([application])).result.outcome).toBe('unchanged');

  await engine.sync([application], {
    ownership: { conflictRules: [parseConflictRule('ConfigMap:.data.a=take'), parseConflictRule('*=yield')] },
  });

  expect((await read(client, path))?.['data']).toEqual({ a: '1', b: 'theirs' });
});
