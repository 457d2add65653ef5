import { randomBytes } from 'node:crypto';
import type { DesiredApplication } from '../../src/cluster/objects/desired.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, type EngineRun, read } from '../helpers/engine.js';
import { podTemplate } from '../helpers/workloads.js';

afterEach(closeClients);

// Two Argo Applications of two repositories that want one object: docs/sync.md, "Two that want one object".
// Every order of their steps is in test/cluster/execute/two-syncs.test.ts; here is a real API server.

const ROUNDS = 8;
const PART_OF = 'applyset.kubernetes.io/part-of';
const HOOK = { 'argocd.argoproj.io/hook': 'PreSync' };

async function start() {
  const [client, other, namespace] = [await testClient(), await testClient(), await testNamespace('owners')];
  const inventories = `owners-${randomBytes(4).toString('hex')}`;
  const engines = { a: new Engine(client, inventories), b: new Engine(other, inventories) };
  const application = (name: 'a' | 'b', round: number, objects: readonly KubeObject[]): DesiredApplication =>
    argoApplication(namespace, objects, {
      name: `${namespace}-${name}-${round}`,
      spec: { source: { repoURL: `https://git.example.com/team/${name}.git`, path: name } },
    });
  return { client, namespace, engines, application };
}

/** How a run ended, and with which error. */
function told({ result, problems }: EngineRun): string {
  return problems.join() || result.errors.map(({ code }) => code).join() || result.outcome;
}

async function labelOf(client: KubeClient, path: string): Promise<string | undefined> {
  return (await read(client, path))?.metadata.labels?.[PART_OF];
}

const role = (name: string, by: string): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules: [{ apiGroups: [''], resources: [by], verbs: ['get'] }],
});
const job = (name: string, by: string): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, annotations: HOOK },
  spec: { template: podTemplate(by, {}, 'Never') },
});

const SHARED: readonly [
  string,
  (name: string, by: string) => KubeObject,
  (namespace: string, name: string) => string,
][] = [
  [
    'a namespaced object',
    (name, by) => configMap(name, { by }),
    (namespace, name) => `/api/v1/namespaces/${namespace}/configmaps/${name}`,
  ],
  [
    'a cluster-scoped object',
    (name, by) => role(name, by === 'a' ? 'pods' : 'nodes'),
    (_, name) => `/apis/rbac.authorization.k8s.io/v1/clusterroles/${name}`,
  ],
  [
    'an immutable object',
    (name, by) => ({ ...configMap(name, { by }), immutable: true }),
    (namespace, name) => `/api/v1/namespaces/${namespace}/configmaps/${name}`,
  ],
  ['a hook with a fixed name', job, (namespace, name) => `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`],
];

test.each(SHARED)(
  '%s that two want at once: one owns it, the other is refused, and it stays so',
  async (_, make, pathOf) => {
    const { client, namespace, engines, application } = await start();
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = `${namespace}-shared-${round}`;
      const wanted = (by: 'a' | 'b') => application(by, round, [make(name, by), configMap(`own-${by}-${round}`)]);
      const path = pathOf(namespace, name);

      const first = await Promise.all([engines.a.sync([wanted('a')]), engines.b.sync([wanted('b')])]);

      expect(first.map(told).sort()).toEqual(['CLUSTER_SHARED_OBJECT', 'synced']);
      const owner = told(first[0]) === 'synced' ? ('a' as const) : ('b' as const);
      const loser = owner === 'a' ? ('b' as const) : ('a' as const);
      const label = await labelOf(client, path);
      const entries = async (by: 'a' | 'b') =>
        (await engines[by].inventory(`${namespace}-${by}-${round}`))?.entries.map((entry) => entry.name);
      expect(await entries(owner)).toContain(name);
      expect((await entries(loser)) ?? []).not.toContain(name);

      const again = await Promise.all([engines.a.sync([wanted('a')]), engines.b.sync([wanted('b')])]);
      expect(again.map(told)).toEqual(
        [owner, loser].sort().map((by) => (by === owner ? 'unchanged' : 'CLUSTER_SHARED_OBJECT')),
      );
      expect(await labelOf(client, path)).toBe(label);

      // What the loser takes out of its Git was never its own.
      const without = application(loser, round, [configMap(`own-${loser}-${round}`)]);
      expect(told(await engines[loser].sync([without]))).toMatch(/synced|unchanged/);
      expect(await labelOf(client, path)).toBe(label);
    }
  },
);

type When = 'after the inventories are read' | 'before the first dry run';

/** A client that does something else, once, at a moment of a sync. */
function interrupted(client: KubeClient, namespace: string, when: When, act: () => Promise<unknown>): KubeClient {
  let pending: typeof act | undefined = act;
  const now = async (isMoment: boolean) => {
    const acting = isMoment ? pending : undefined;
    if (isMoment) pending = undefined;
    await acting?.();
  };
  return {
    ...client,
    request: async <T>(...[request, signal]: Parameters<KubeClient['request']>) => {
      await now(when === 'before the first dry run' && request.method === 'PATCH');
      const answer = await client.request<T>(request, signal);
      await now(when !== 'before the first dry run' && request.path === `/api/v1/namespaces/${namespace}/configmaps`);
      return answer;
    },
  };
}

const MOMENTS: readonly When[] = ['after the inventories are read', 'before the first dry run'];

test.each(
  SHARED.flatMap(([what, make, pathOf]) =>
    MOMENTS.flatMap((when) => [false, true].map((adopt) => [what, when, adopt, make, pathOf] as const)),
  ),
)('%s of a sync that began and ended %s: it stays with its owner (adopt: %p)', async (_, when, adopt, make, pathOf) => {
  const { client, namespace, engines, application } = await start();
  const name = `${namespace}-shared`;
  const wanted = (by: 'a' | 'b') => application(by, 0, [make(name, by), configMap(`own-${by}`)]);
  const ends: string[] = [];
  const late = interrupted(client, engines.a.inventoryNamespace, when, async () => {
    ends.push(told(await engines.a.sync([wanted('a')])));
  });

  ends.push(told(await new Engine(late, engines.a.inventoryNamespace).sync([wanted('b')], { adopt })));

  expect(ends).toEqual(['synced', 'CLUSTER_SHARED_OBJECT']);
  expect(told(await engines.a.sync([wanted('a')]))).toBe('unchanged');
  expect(await labelOf(client, pathOf(namespace, name))).toBeDefined();
});

test('what both inventories list, as an older version left it, is not deleted: who drops it leaves it to the other', async () => {
  const { client, namespace, engines, application } = await start();
  const path = `/api/v1/namespaces/${namespace}/configmaps/shared`;
  const wanted = (by: 'a' | 'b') => application(by, 0, [configMap('shared', { by }), configMap(`own-${by}`)]);
  const without = (by: 'a' | 'b') => application(by, 0, [configMap(`own-${by}`)]);
  await engines.a.sync([wanted('a')]);
  const uid = (await read(client, path))?.metadata.uid;
  // Named by a person, who takes it for b: a lists it still.
  expect(told(await engines.b.sync([wanted('b')], { adopt: true }))).toBe('CLUSTER_SHARED_OBJECT');
  const taken = await engines.b.sync([wanted('b')], { ownership: { adoptable: ['ConfigMap/shared'] } });
  expect(told(taken)).toBe('synced');
  expect(told(await engines.a.sync([wanted('a')]))).toBe('CLUSTER_SHARED_OBJECT');

  const dropped = await engines.b.sync([without('b')]);

  expect(told(dropped)).toBe('synced');
  expect(dropped.result.refused).toMatchObject([
    { reason: `the Argo Application '${namespace}-a-0' of another repository lists it too, and gets it` },
  ]);
  const back = await engines.a.sync([wanted('a')]);
  expect(told(back)).toBe('synced');
  expect(await read(client, path)).toMatchObject({ metadata: { uid }, data: { by: 'a' } });
  expect(told(await engines.b.sync([without('b')]))).toBe('unchanged');
  expect((await engines.a.sync([without('a')])).result).toMatchObject({ outcome: 'synced', deleted: 1 });
  expect(await read(client, path)).toBeUndefined();
});

test('what nobody owns and appears while it is being made is merged, as before, and told', async () => {
  const { client, namespace, engines, application } = await start();
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const wave = { annotations: { 'argocd.argoproj.io/sync-wave': '1' } };
  const objects = [configMap('first'), configMap('late', { ours: '1' }, wave)];

  const run = await engines.a.sync([application('a', 0, objects)], {
    onEvent: (event) => {
      if (event.kind === 'stage' && event.wave === 0)
        void client.request({ method: 'POST', path, body: configMap('late', { theirs: '1' }) });
    },
  });

  expect(told(run)).toBe('synced');
  expect((await read(client, `${path}/late`))?.['data']).toEqual({ ours: '1', theirs: '1' });
  expect(run.events).toContainEqual(
    expect.objectContaining({
      kind: 'warning',
      message: expect.stringContaining('appeared while it was being created'),
    }),
  );
});
