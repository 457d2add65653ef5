import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, Engine, read } from '../helpers/engine.js';
import { createAs, kubectl } from '../helpers/managers.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('twice')];
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  return { client, namespace, path, engine: new Engine(client) };
}

const deployment = (container: object, pod: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'web:1', ...container }], ...pod },
    },
  },
});
const TWICE = [
  { name: 'A', value: '1' },
  { name: 'A', value: '2' },
];

test.each([
  ['variables of one name', deployment({ env: TWICE }), /containers\[name="c"\]\.env: duplicate .*name="A"/],
  [
    'ports of one number and protocol',
    deployment({
      ports: [
        { name: 'a', containerPort: 80 },
        { name: 'b', containerPort: 80 },
      ],
    }),
    /containers\[name="c"\]\.ports: duplicate .*containerPort=80/,
  ],
  [
    'aliases of one address',
    deployment(
      {},
      {
        hostAliases: [
          { ip: '10.0.0.1', hostnames: ['a'] },
          { ip: '10.0.0.1', hostnames: ['b'] },
        ],
      },
    ),
    /spec\.hostAliases: duplicate .*ip="10\.0\.0\.1"/,
  ],
  [
    'pull secrets of one name',
    deployment({}, { imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }),
    /imagePullSecrets: duplicate .*name="a"/,
  ],
])(
  '%s are refused before the first write, as by every server-side apply, with what to do',
  async (_, wanted, field) => {
    const { client, namespace, path, engine } = await start();
    await expect(
      kubectl({ ...wanted, metadata: { name: 'web', namespace } }, 'apply', '--server-side', '-f', '-'),
    ).rejects.toThrow(field);

    const { planned, messages } = await engine.sync([argoApplication(namespace, [wanted])]);

    expect(planned.problems.map(({ problem }) => [problem.code, problem.hint])).toEqual([
      ['CLUSTER_INVALID', expect.stringContaining('Remove all but one of the items in Git')],
    ]);
    expect(messages).toEqual([expect.stringMatching(field)]);
    expect(await read(client, `${path}/web`)).toBeUndefined();
  },
);

test('an object that another tool made with duplicates is adopted as soon as Git has none', async () => {
  const { client, namespace, path, engine } = await start();
  await createAs(client, 'argocd-controller', path, deployment({ env: TWICE }));
  const wanted = deployment({ env: [{ name: 'A', value: '2' }] });

  const { messages } = await engine.sync([argoApplication(namespace, [wanted])], { adopt: true, timeoutMs: 0 });

  expect(messages).toEqual([]);
  expect(await read(client, `${path}/web`)).toMatchObject({
    spec: { template: { spec: { containers: [{ env: [{ name: 'A', value: '2' }] }] } } },
  });
});
