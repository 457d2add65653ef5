import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { diff } from '../../src/workflow/diff.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, type EngineOptions, read } from '../helpers/engine.js';
import { kubectl } from '../helpers/managers.js';
import { syncedRepository } from '../helpers/synced-repository.js';

// What is taken as Kubernetes takes it, and refused in its words: never converted in silence.

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('taken')];
  return { client, namespace, engine: new Engine(client) };
}

const AT_ONCE: EngineOptions = { timeoutMs: 0 };
const secret = (stringData: unknown, more: object = {}) =>
  ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData, ...more }) as KubeObject;

describe('nulls that templates leave are no values', () => {
  test.each(['annotations', 'labels', 'finalizers', 'ownerReferences', 'namespace'])('%s: null', async (field) => {
    const namespace = await testNamespace('null');
    await using git = await syncedRepository(namespace);
    const object = { ...configMap('a', { k: 'v' }), metadata: { name: 'a', [field]: null } } as unknown as KubeObject;
    git.commit('one', [object]);

    expect((await diff(git.options)).applications).toMatchObject([{ problems: [], changes: [{ action: 'create' }] }]);
    expect(await check({ repository: git.repository.directory })).toMatchObject({ errors: 0, objects: 1 });
    expect((await sync(git.options)).outcome).toBe('synced');
    expect((await sync(git.options)).outcome).toBe('unchanged');
    expect((await verify(git.options)).applications).toMatchObject([{ differences: [] }]);
    expect((await status(git.options)).applications).toMatchObject([{ drift: [] }]);
  });

  test.each([
    ['annotations', []],
    ['labels', 'text'],
  ])('%s that are no map are told with their file', async (field, value) => {
    const namespace = await testNamespace('nomap');
    await using git = await syncedRepository(namespace);
    git.repository.commit('one', {
      'gitops/apps/shop/a.yaml': toYaml({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', [field]: value },
      }),
    });

    const failure = await sync(git.options).catch((error: unknown) => error);
    expect(JSON.stringify([failure, String(failure)])).toContain(`metadata.${field} is not a map`);
  });
});

describe('stringData of a Secret', () => {
  test.each([
    ['a map', { user: 'admin' }],
    ['a list', ['a', 'b']],
    ['a number', 5432],
    ['a float', 1.5],
    ['a truth value', true],
  ])('with %s in it is refused, as kubectl is refused', async (_, value) => {
    const { client, namespace, engine } = await start();
    const wanted = secret({ key: value, other: 'hunter2' });

    await expect(
      kubectl({ ...wanted, metadata: { name: 's', namespace } }, 'apply', '--server-side', '-f', '-'),
    ).rejects.toThrow(/expected string/);
    const { problems, messages } = await engine.sync([argoApplication(namespace, [wanted])]);
    expect([problems, messages]).toEqual([
      ['CLUSTER_INVALID'],
      [expect.stringMatching(/stringData\.key: expected string/)],
    ]);
    expect(await read(client, `/api/v1/namespaces/${namespace}/secrets/s`)).toBeUndefined();
  });

  test('that is null is none', async () => {
    const { client, namespace, engine } = await start();

    expect((await engine.sync([argoApplication(namespace, [secret({ a: null, b: 'x' })])])).problems).toEqual([]);
    expect((await read(client, `/api/v1/namespaces/${namespace}/secrets/s`))?.['data']).toEqual({ b: 'eA==' });
  });

  test.each([
    ['stringData is text', secret('password: hunter2-and-more\n')],
    ['data is a list', secret(undefined, { data: [{ password: 'hunter2' }] })],
    ['data is text', secret(undefined, { data: 'hunter2' })],
    ['a field beside it', secret({ a: 'b' }, { immutable: 'hunter2' })],
  ])('of the wrong form is never quoted: %s', async (_, wanted) => {
    const { namespace, engine } = await start();

    const { problems, messages, planned } = await engine.sync([argoApplication(namespace, [wanted])]);
    expect(problems).toEqual(['CLUSTER_INVALID']);
    expect(messages[0]).toMatch(/not shown/);
    expect(
      JSON.stringify(planned.problems.map(({ problem }) => [problem.message, problem.hint, problem.data])),
    ).not.toMatch(/hunter2/);
  });
});

describe('what is left to Kubernetes', () => {
  test('the rules of an aggregated ClusterRole are its controller’s: no conflict, no drift', async () => {
    const { client, namespace, engine } = await start();
    const role = (name: string, rest: object): KubeObject => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name, labels: { [`aggregate-${namespace}`]: 'true' } },
      ...rest,
    });
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
    const part = role(`${namespace}-part`, { rules });
    const whole = {
      ...role(`${namespace}-whole`, {
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`aggregate-${namespace}`]: 'true' } }] },
        rules: [],
      }),
      metadata: { name: `${namespace}-whole` },
    };
    const application = argoApplication(namespace, [part, whole]);

    expect((await engine.sync([application])).problems).toEqual([]);
    const path = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${namespace}-whole`;
    while (JSON.stringify((await read(client, path))?.['rules'] ?? []) === '[]')
      await new Promise((resolve) => setTimeout(resolve, 50));
    const again = await engine.sync([application]);
    expect([again.problems, again.result.outcome]).toEqual([[], 'unchanged']);
    expect((await read(client, path))?.['rules']).toEqual(rules);
  });

  test('an ignored field of a list does not keep a new item out', async () => {
    const { client, namespace, engine } = await start();
    const container = (name: string, more: object = {}) => ({ name, image: `registry.example.com/${name}:1`, ...more });
    const workload = (...containers: readonly object[]): KubeObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
      },
    });
    for (const syncOptions of [[], ['RespectIgnoreDifferences=true']]) {
      const wanted = (...containers: readonly object[]) =>
        argoApplication(namespace, [workload(...containers)], {
          spec: {
            syncPolicy: { syncOptions },
            ignoreDifferences: [
              {
                group: 'apps',
                kind: 'Deployment',
                jqPathExpressions: ['.spec.template.spec.containers[].image', '.spec.template.spec.containers[].env'],
              },
            ],
          },
        });
      expect((await engine.sync([wanted(container('a'))], AT_ONCE)).problems).toEqual([]);
      const env = [{ name: 'A', value: '1' }];
      const { problems } = await engine.sync([wanted(container('a'), container('b', { env }))], AT_ONCE);
      expect(problems).toEqual([]);
      const live = JSON.stringify(
        (await read(client, `/apis/apps/v1/namespaces/${namespace}/deployments/web`))?.['spec'],
      );
      expect(live).toContain('"registry.example.com/b:1"');
      expect(live).toContain('"env":[{"name":"A","value":"1"}]');
    }
  });
});

describe('something that only one may have', () => {
  const service = (name: string, nodePort: number): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] },
  });

  test('is told with who holds it, and handed on in the order of Argo CD', async () => {
    const { client, namespace, engine } = await start();
    const first = await engine.sync([argoApplication(namespace, [service('old', 0), configMap('a')])], AT_ONCE);
    expect(first.problems).toEqual([]);
    const path = `/api/v1/namespaces/${namespace}/services`;
    const spec = (await read(client, `${path}/old`))?.['spec'] as {
      readonly ports: readonly { readonly nodePort: number }[];
    };
    const renamed = argoApplication(namespace, [service('new', spec.ports[0]!.nodePort), configMap('a')]);

    const { problems } = await engine.plan([renamed]);
    expect(problems.map(({ problem: { code, hint } }) => [code, hint])).toEqual([
      [
        'CLUSTER_INVALID',
        expect.stringMatching(new RegExp(`^Service ${namespace}/old left Git and holds it.*--as-argocd`)),
      ],
    ]);
    const done = await engine.sync([renamed], { ...AT_ONCE, asArgoCd: true });
    expect([done.problems, done.result.outcome]).toEqual([[], 'synced']);
    expect([await read(client, `${path}/old`), (await read(client, `${path}/new`))?.metadata.name]).toEqual([
      undefined,
      'new',
    ]);
  });

  test('a manifest that is too large is named, and not sent again and again', async () => {
    const { namespace, engine } = await start();
    const { problems, messages } = await engine.sync([
      argoApplication(namespace, [configMap('a', { k: 'x'.repeat(1_100_000) })]),
    ]);

    expect([problems, messages]).toEqual([
      ['CLUSTER_INVALID'],
      [expect.stringMatching(new RegExp(`^ConfigMap ${namespace}/a is too large for the cluster`))],
    ]);
  });
});
