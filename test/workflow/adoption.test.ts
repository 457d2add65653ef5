import { readFileSync } from 'node:fs';
import { parseYaml, toYaml } from '../../src/manifest/yaml.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';
import { applyAs, createAs, kubectl, managersOf } from '../helpers/managers.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('adopt')];
  return { client, namespace, engine: new Engine(client), path: `/api/v1/namespaces/${namespace}/configmaps` };
}

describe('an object that exists and is not ours', () => {
  test.each([
    ['its kind and name', () => 'ConfigMap/theirs'],
    ['its kind, namespace and name', (namespace: string) => `ConfigMap/${namespace}/theirs`],
    ['its namespace', (namespace: string) => namespace],
  ])('is adopted when the run names %s, others are not', async (_what, name) => {
    const { client, namespace, engine, path } = await start();
    for (const one of ['theirs', 'other'])
      await createAs(client, 'operator', path, configMap(one, { v: '1' }, { namespace }));
    const ownership = { adoptable: [name(namespace)] };

    expect(
      (await engine.sync([argoApplication(namespace, [configMap('theirs', { v: '1' })])], { ownership })).result,
    ).toMatchObject({
      outcome: 'synced',
      updated: 1,
    });
    const elsewhere = argoApplication(namespace, [configMap('theirs', { v: '1' }), configMap('other', { v: '1' })]);
    expect(
      (await engine.sync([elsewhere], { ownership: { adoptable: ['ConfigMap/theirs', 'ConfigMap/elsewhere/other'] } }))
        .problems,
    ).toEqual(['CLUSTER_NOT_OURS']);
  });

  test('but was synced by us with inventories elsewhere is told as that, not as Argo CD’s', async () => {
    const { namespace, engine, client } = await start();
    await engine.sync([argoApplication(namespace, [configMap('a')])]);

    const { problems, messages, planned } = await new Engine(client).sync([
      argoApplication(namespace, [configMap('a')]),
    ]);

    expect(problems).toEqual(['CLUSTER_NOT_OURS']);
    expect(messages[0]).toContain(
      `it was synced for '${namespace}' with an inventory that this run did not find in its inventory namespace, 'applyset-`,
    );
    expect(planned.problems[0]?.problem.hint).toMatch(/^Sync with the --inventory-namespace that it was synced with/);
  });

  test('is adopted when Git says so on the object', async () => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'operator', path, configMap('theirs', { v: '1' }, { namespace }));
    const annotated = configMap('theirs', { v: '1' }, { annotations: { 'cdk8s-gitops.io/adopt': 'true' } });

    expect((await engine.sync([argoApplication(namespace, [annotated])])).result).toMatchObject({
      outcome: 'synced',
      updated: 1,
    });
  });

  test('whose adoption was begun and interrupted is adopted to its end without being asked again', async () => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'helm', path, configMap('theirs', { v: '1', w: '1' }, { namespace }));
    const application = argoApplication(namespace, [configMap('theirs', { v: '1' })]);
    const killed = new Engine(
      {
        ...client,
        request: (request, signal) =>
          isApply(request) ? Promise.reject(new Error('killed')) : client.request(request, signal),
      },
      engine.inventoryNamespace,
    );
    await expect(killed.sync([application], { adopt: true })).rejects.toThrow('killed');
    expect(managersOf(await read(client, `${path}/theirs`))).toEqual(['cdk8s-gitops/Apply']);

    const { problems, result } = await engine.sync([application], { lockTimeoutMs: 5_000 });

    expect([problems, result?.outcome, (await read(client, `${path}/theirs`))?.['data']]).toEqual([
      [],
      'synced',
      { v: '1' },
    ]);
  });
});

/** The apply itself, not its rehearsal and not the inventory. */
function isApply({
  path,
  contentType,
  query,
}: {
  readonly path: string;
  readonly contentType?: string;
  readonly query?: object;
}): boolean {
  return path.endsWith('/theirs') && contentType === 'application/apply-patch+yaml' && !(query && 'dryRun' in query);
}

describe('an object of ours that another tool applies too', () => {
  test('stays ours: what both set is ours alone after the next sync, so that it goes when Git removes it; what the tool added is left', async () => {
    const { client, namespace, engine, path } = await start();
    const application = argoApplication(namespace, [configMap('c', { a: '1', b: '1' })]);
    await engine.sync([application]);
    await applyAs(client, 'kustomize-controller', path, configMap('c', { a: '1', b: '1', c: 'theirs' }, { namespace }));

    const { result, events } = await engine.sync([application]);

    expect(result).toMatchObject({ outcome: 'synced', updated: 1 });
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'done', message: "taken over; took the fields of 'kustomize-controller' over" }),
    );
    expect((await engine.sync([application])).result.outcome).toBe('unchanged');
    await engine.sync([argoApplication(namespace, [configMap('c', { a: '1' })])], { commit: 'next' });
    expect((await read(client, `${path}/c`))?.['data']).toEqual({ a: '1', c: 'theirs' });
  });

  test('in one sync too, when Git changes in the same commit', async () => {
    const { client, namespace, engine, path } = await start();
    await engine.sync([argoApplication(namespace, [configMap('c', { a: '1', b: '1' })])]);
    await kubectl(configMap('c', { a: '1', b: '1' }, { namespace }), 'apply', '--server-side', '-f', '-');

    const planned = await engine.plan([argoApplication(namespace, [configMap('c', { a: '2' })])]);
    await engine.sync([argoApplication(namespace, [configMap('c', { a: '2' })])], { commit: 'next' });

    const change = planned.planned[0]?.plan.changes[0];
    expect(change && 'merged' in change && change.merged?.['data']).toEqual({ a: '2' });
    expect((await read(client, `${path}/c`))?.['data']).toEqual({ a: '2' });
  });

  test('a field manager that the Argo Application names counts as such a tool', async () => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'our-deployer', path, configMap('c', { a: '1', b: '1' }, { namespace }));
    const application = {
      ...argoApplication(namespace, [configMap('c', { a: '1' })]),
      migrationManager: 'our-deployer',
    };

    await engine.sync([application], { adopt: true });

    expect((await read(client, `${path}/c`))?.['data']).toEqual({ a: '1' });
  });
});

describe('an object that moves between two Argo Applications in separate runs', () => {
  async function moving() {
    const { client, namespace, engine, path } = await start();
    const [one, other] = [`${namespace}-one`, `${namespace}-other`];
    const application = (name: string, ...names: string[]) =>
      argoApplication(
        namespace,
        names.map((of) => configMap(of)),
        { name },
      );
    await engine.sync([application(one, 'a', 'b'), application(other, 'c')]);
    const uid = async () => (await read(client, `${path}/a`))?.metadata.uid;
    return { engine, one, other, application, uid, before: await uid() };
  }

  test('receiver first: it is refused while the giver, which is in Git and not in the run, still owns it; both in one run hand it over', async () => {
    const { engine, one, other, application, uid, before } = await moving();

    const alone = await engine.sync([application(other, 'a', 'c')], { elsewhere: [one] });
    expect(alone.problems).toEqual(['CLUSTER_SHARED_OBJECT']);
    expect(alone.planned.problems[0]?.problem.hint).toContain('sync both in one run');

    const { results } = await engine.sync([application(other, 'a', 'c'), application(one, 'b')]);
    expect(results.map(({ outcome, deleted }) => [outcome, deleted])).toEqual([
      ['synced', 0],
      ['synced', 0],
    ]);
    expect(await uid()).toBe(before);
    expect((await engine.inventory(other))?.entries.map(({ name }) => name)).toEqual(['a', 'c']);
    expect((await engine.inventory(one))?.entries.map(({ name }) => name)).toEqual(['b']);
  });

  test('giver first: it is let go of, because another one of Git wants it, and the receiver takes it in its own run', async () => {
    const { engine, one, other, application, uid, before } = await moving();

    const gave = await engine.sync([application(one, 'b')], { unselected: [application(other, 'a', 'c')] });
    const listed = (await engine.inventory(one))?.entries.map(({ name }) => name);
    const took = await engine.sync([application(other, 'a', 'c')], { unselected: [application(one, 'b')] });

    expect([gave.result.outcome, gave.result.deleted, listed]).toEqual(['synced', 0, ['b']]);
    expect([took.problems, took.result?.outcome, await uid()]).toEqual([[], 'synced', before]);
    expect(
      (await engine.sync([application(one, 'b'), application(other, 'a', 'c')])).results.map(({ outcome }) => outcome),
    ).toEqual(['unchanged', 'unchanged']);
  });

  test('what nobody else in Git wants is deleted all the same', async () => {
    const { engine, one, other, application, uid } = await moving();

    const { result } = await engine.sync([application(one, 'b')], { unselected: [application(other, 'c')] });

    expect([result.deleted, await uid()]).toEqual([1, undefined]);
  });

  test('with a selection on the command line it is let go of and taken; while the other cannot be rendered nothing is deleted', async () => {
    const [client, namespace] = [await testClient(), await testNamespace('moves')];
    await using git = await syncedRepository(namespace);
    const { repository, options } = git;
    const application = parseYaml(
      readFileSync(`${repository.directory}/gitops/applications/dev/shop.yaml`, 'utf8'),
      'shop.yaml',
    )[0] as {
      metadata: object;
      spec: { source: object };
    };
    const { metadata, spec } = application;
    const other = {
      ...application,
      metadata: { ...metadata, name: `${namespace}-other` },
      spec: { ...spec, source: { ...spec.source, path: 'gitops/apps/other' } },
    };
    const files = (place: string, name: string) => ({ [`gitops/apps/${place}/${name}.yaml`]: toYaml(configMap(name)) });
    const only = (name: string) => ({ ...options, all: false, applications: [name] });
    const path = `/api/v1/namespaces/${namespace}/configmaps/moved`;
    repository.commit('first', {
      'gitops/applications/dev/other.yaml': toYaml(other),
      ...files('shop', 'moved'),
      ...files('shop', 'stays'),
      ...files('other', 'o'),
    });
    await sync(options);
    const uid = (await read(client, path))?.metadata.uid;

    repository.git('rm', '-q', 'gitops/apps/shop/moved.yaml');
    const absent = { ...other, spec: { ...spec, source: { ...spec.source, path: 'gitops/apps/absent' } } };
    repository.commit('moves, broken', {
      ...files('other', 'moved'),
      'gitops/applications/dev/other.yaml': toYaml(absent),
    });
    const [unsure] = (await sync(only(namespace))).applications;
    repository.commit('moves', { 'gitops/applications/dev/other.yaml': toYaml(other) });
    const [gave] = (await sync(only(namespace))).applications;
    const [took] = (await sync(only(`${namespace}-other`))).applications;

    expect(unsure).toMatchObject({
      deleted: 0,
      refused: [{ reason: expect.stringMatching(/^it is not known whether another Argo Application wants it: /) }],
    });
    expect([gave, took]).toMatchObject([
      { deleted: 0, refused: [] },
      { outcome: 'synced', updated: 1 },
    ]);
    expect((await read(client, path))?.metadata.uid).toBe(uid);
  });
});
