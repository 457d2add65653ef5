import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';
import { installApplications } from '../helpers/install-applications.js';
import { applyAs, createAs, managersOf } from '../helpers/managers.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('argo')];
  return { client, namespace, engine: new Engine(client), path: `/apis/apps/v1/namespaces/${namespace}/deployments` };
}

/** What Argo CD sends for a manifest: with its tracking id, as its field manager. */
function tracked(object: KubeObject, application: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  const id = `${application}:apps/Deployment:${object.metadata.namespace}/${object.metadata.name}`;
  return labelled(
    { ...object, metadata: { ...object.metadata, annotations: { 'argocd.argoproj.io/tracking-id': id } } },
    labels,
  );
}

function labelled(object: KubeObject, labels: Readonly<Record<string, string>>): KubeObject {
  return { ...object, metadata: { ...object.metadata, labels } };
}

function ownedBy(object: KubeObject | undefined, manager: string): unknown {
  const entries = (object?.metadata.managedFields ?? []) as readonly {
    readonly manager: string;
    readonly fieldsV1: unknown;
  }[];
  return entries.find((entry) => entry.manager === manager)?.fieldsV1;
}

interface Running {
  readonly automated?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly destination?: object;
}

/** An Application as a running Argo CD leaves it. */
async function runArgoCd(
  client: KubeClient,
  namespace: string,
  { automated = true, annotations, destination = { server: 'https://kubernetes.default.svc' } }: Running = {},
) {
  await installApplications(client);
  await applyAs(client, 'test', `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', ...(annotations ? { annotations } : {}) },
    spec: { destination, ...(automated ? { syncPolicy: { automated: {} } } : {}) },
    status: {
      resources: [{ group: 'apps', version: 'v1', kind: 'Deployment', namespace, name: 'web', status: 'Synced' }],
    },
  });
}

/** Without an empty map, over which server-side apply finds a conflict though both say the same. */
function small(namespace: string): KubeObject {
  const object = deployment(namespace, 'web');
  const spec = object['spec'] as { readonly template: object };
  return { ...object, spec: { ...spec, template: { ...spec.template, metadata: { labels: { app: 'web' } } } } };
}

describe('Argo CD and sync take over from each other', () => {
  test.each([
    ['client side', createAs],
    ['server side', applyAs],
  ] as const)(
    'from Argo CD (%s): with --takeover only tracking and owners change, generation does not, and we alone own what Git says',
    async (_side, make) => {
      const { client, namespace, engine, path } = await start();
      const memory = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
      const theirs = tracked(small(namespace), namespace);
      await make(client, 'argocd-controller', path, {
        ...theirs,
        metadata: { ...theirs.metadata, annotations: { ...memory, ...theirs.metadata.annotations } },
      });
      const application = argoApplication(namespace, [small(namespace)]);
      const before = await read(client, `${path}/web`);

      expect(await engine.sync([application])).toMatchObject({
        problems: ['CLUSTER_NOT_OURS'],
        messages: [`Deployment ${namespace}/web exists already and is not ours: Argo CD delivers it now`],
      });
      expect((await engine.sync([application], { ownership: { takeover: true } })).result).toMatchObject({
        outcome: 'synced',
        updated: 1,
      });

      const live = await read(client, `${path}/web`);
      expect(live?.metadata).toMatchObject({ uid: before?.metadata.uid, generation: before?.metadata.generation });
      expect(live?.['spec']).toEqual(before?.['spec']);
      expect(managersOf(live).filter((manager) => !manager.startsWith('kube-controller-manager'))).toEqual([
        expect.stringMatching(/^argocd-controller/),
        'cdk8s-gitops/Apply',
      ]);
      expect(ownedBy(live, 'argocd-controller')).toEqual({
        'f:metadata': {
          'f:annotations': expect.objectContaining({ 'f:kubectl.kubernetes.io/last-applied-configuration': {} }),
        },
      });
      expect((await engine.sync([application])).result).toMatchObject({ outcome: 'unchanged' });
    },
  );

  test('to Argo CD and back, by server-side apply: the tracking id stays, generation stays, and what Git then removes goes', async () => {
    const { client, namespace, engine, path } = await start();
    const application = argoApplication(namespace, [labelled(small(namespace), { keep: '1', drop: '1' })]);
    await engine.sync([application]);
    const ours = await read(client, `${path}/web`);

    const argos = await applyAs(
      client,
      'argocd-controller',
      path,
      tracked(small(namespace), namespace, { keep: '1', drop: '1', added: 'by-argo' }),
      true,
    );
    const back = await engine.sync([application]);
    const taken = await read(client, `${path}/web`);

    expect(argos.metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe(
      ours?.metadata.annotations?.['argocd.argoproj.io/tracking-id'],
    );
    expect([argos, taken].map((object) => object?.metadata.generation)).toEqual([
      ours?.metadata.generation,
      ours?.metadata.generation,
    ]);
    expect(back.result).toMatchObject({ outcome: 'synced', updated: 1 });
    expect(managersOf(taken)).not.toContain('argocd-controller/Apply');
    expect(taken?.metadata.labels).not.toHaveProperty('added');

    const later = argoApplication(namespace, [labelled(small(namespace), { keep: '1' })]);
    await engine.sync([later], { commit: 'later' });
    expect((await read(client, `${path}/web`))?.metadata.labels).not.toHaveProperty('drop');
  });

  test('an object that is known by the older label, and written by Argo CD, is told as such and taken over', async () => {
    const { client, namespace, engine, path } = await start();
    const object = small(namespace);
    await createAs(client, 'argocd-controller', path, {
      ...object,
      metadata: { ...object.metadata, labels: { 'app.kubernetes.io/instance': 'old' } },
    });
    const application = argoApplication(namespace, [object]);

    expect((await engine.sync([application])).messages[0]).toMatch(
      /labelled as of the Argo Application 'old', which Argo CD delivers$/,
    );
    expect((await engine.sync([application], { ownership: { takeover: true } })).result.outcome).toBe('synced');
    expect((await read(client, `${path}/web`))?.metadata.labels).not.toHaveProperty('app.kubernetes.io/instance');
  });
});

test('the older label and the installation are written where argocd-cm of the repository says so, as Argo CD writes them', async () => {
  const { client, namespace, engine, path } = await start();
  const tracking = { label: { key: 'app.kubernetes.io/instance', value: namespace }, installationId: 'eu' };

  await engine.sync([{ ...argoApplication(namespace, [small(namespace)]), tracking }]);

  expect((await read(client, `${path}/web`))?.metadata).toMatchObject({
    labels: { 'app.kubernetes.io/instance': namespace },
    annotations: {
      'argocd.argoproj.io/installation-id': 'eu',
      'argocd.argoproj.io/tracking-id': `${namespace}:apps/Deployment:${namespace}/web`,
    },
  });
});

describe('an object that a running Argo CD delivers', () => {
  test('is refused, adopted or not, and taken only with --takeover', async () => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'argocd-controller', path, tracked(small(namespace), 'web'));
    await runArgoCd(client, namespace);
    const application = argoApplication(namespace, [small(namespace)]);
    const writes = client.statistics.writes;

    const refused = await engine.sync([application], { adopt: true });

    expect([refused.problems, client.statistics.writes - writes]).toEqual([['CLUSTER_ARGOCD_OWNS'], 0]);
    expect(refused.messages).toEqual([
      `a running Argo CD delivers Deployment ${namespace}/web: its Application '${namespace}/web' lists it and syncs it by itself`,
    ]);
    expect((await engine.sync([application], { ownership: { takeover: true } })).result.outcome).toBe('synced');
  });

  test('is refused also when it was ours before', async () => {
    const { client, namespace, engine, path } = await start();
    const application = argoApplication(namespace, [small(namespace)]);
    await engine.sync([application]);
    await applyAs(client, 'argocd-controller', path, tracked(small(namespace), namespace), true);
    await runArgoCd(client, namespace, { automated: false });

    expect((await engine.sync([application])).messages).toEqual([
      expect.stringMatching(/lists it and syncs it by hand$/),
    ]);
    expect((await engine.sync([application], { ownership: { takeover: true } })).result.outcome).toBe('synced');
  });

  test('is refused also as a hook, so that a run does not delete and make it again', async () => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'argocd-controller', path, tracked(small(namespace), 'web'));
    await runArgoCd(client, namespace);
    const web = small(namespace);
    const hook = { ...web, metadata: { ...web.metadata, annotations: { 'argocd.argoproj.io/hook': 'PreSync' } } };
    const application = argoApplication(namespace, [hook, configMap('a')]);

    expect((await engine.sync([application], { adopt: true })).problems).toEqual(['CLUSTER_ARGOCD_OWNS']);
    expect((await engine.plan([application], { adopt: true, ownership: { takeover: true } })).problems).toEqual([]);
  });

  test.each([
    ['is paused', { annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } }],
    ['only shows what Git has sync deliver', { automated: false, annotations: { 'cdk8s-gitops.io/delivery': 'sync' } }],
    ['goes to another cluster', { destination: { server: 'https://elsewhere.example.com' } }],
  ] as const)('an Application that %s is no evidence', async (_why, running) => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'argocd-controller', path, tracked(small(namespace), 'web'));
    await runArgoCd(client, namespace, running);

    expect((await engine.sync([argoApplication(namespace, [small(namespace)])], { adopt: true })).result.outcome).toBe(
      'synced',
    );
  });

  test('Applications are not asked for where Argo CD has written nothing', async () => {
    const { client, namespace, engine } = await start();
    await installApplications(client);
    const application = argoApplication(namespace, [small(namespace)]);
    await engine.sync([application]);
    const before = client.statistics.requests;
    await engine.sync([application]);
    const [unchanged, between] = [client.statistics.requests - before, client.statistics.requests];
    await applyAs(
      client,
      'argocd-controller',
      `/apis/apps/v1/namespaces/${namespace}/deployments`,
      tracked(small(namespace), namespace),
      true,
    );
    await engine.plan([application]);

    // One request of the test itself, one LIST of Applications, one dry run.
    expect(client.statistics.requests - between - 1).toBe(unchanged + 2);
  });
});
