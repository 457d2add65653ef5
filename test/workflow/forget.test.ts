import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import type { SyncEvent } from '../../src/workflow/api/events.js';
import { deleteApplications } from '../../src/workflow/delete.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { configMap, read } from '../helpers/engine.js';
import { installApplications } from '../helpers/install-applications.js';
import { applyAs, kubectl, managersOf } from '../helpers/managers.js';
import { syncedRepository } from '../helpers/synced-repository.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

const TRACKING = 'argocd.argoproj.io/tracking-id';

/** A ConfigMap and a Deployment that were synced. */
async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('forget')];
  const { repository, options, commit } = await syncedRepository(namespace);
  const settings = configMap('settings', { stays: 'value', goes: 'value' });
  commit('first', [settings, deployment(namespace, 'web')]);
  expect((await sync({ ...options, timeoutMs: 10_000 })).outcome).toBe('synced');
  const look = async () => ({
    settings: (await read(client, `/api/v1/namespaces/${namespace}/configmaps/settings`))!,
    web: (await read(client, `/apis/apps/v1/namespaces/${namespace}/deployments/web`))!,
  });
  const events: SyncEvent[] = [];
  const forget = async () => {
    const result = await deleteApplications({ ...options, cascade: 'orphan', onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({ outcome: 'forgotten', applications: [{ done: 2 }] });
    return result;
  };
  const messages = () =>
    events.flatMap((event) => (event.kind === 'done' && 'message' in event ? [event.message] : []));
  return { client, namespace, repository, options, commit, look, forget, messages };
}

/** What Argo CD sends of the ConfigMap once Git has one field less. */
function applySettings(
  client: KubeClient,
  namespace: string,
  data: Readonly<Record<string, string>>,
  force = false,
): Promise<KubeObject> {
  const annotations = { [TRACKING]: `${namespace}:/ConfigMap:${namespace}/settings` };
  return applyAs(
    client,
    'argocd-controller',
    `/api/v1/namespaces/${namespace}/configmaps`,
    configMap('settings', data, { annotations }),
    force,
  );
}

/** Everything but who owns it, and the label that says so. */
function contentOf({
  metadata: { managedFields, labels, resourceVersion, ...metadata },
  ...object
}: KubeObject): object {
  const { 'applyset.kubernetes.io/part-of': part, ...others } = labels ?? {};
  return { ...object, metadata: { ...metadata, labels: others } };
}

test.each([
  {
    how: 'Git says so',
    comesBack: false,
    prepare: async ({ repository }: Awaited<ReturnType<typeof start>>) => {
      const file = 'gitops/applications/dev/shop.yaml';
      const text = repository.git('show', `HEAD:${file}`);
      repository.commit('to Argo CD', {
        [file]: text.replace('  labels:', '  annotations:\n    cdk8s-gitops.io/delivery: argocd\n  labels:'),
      });
    },
  },
  {
    how: 'its Application lists them',
    comesBack: true,
    prepare: async ({ client, namespace }: Awaited<ReturnType<typeof start>>) => {
      await installApplications(client);
      await applyAs(client, 'test', `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`, {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'web', annotations: { 'cdk8s-gitops.io/delivery': 'sync' } },
        spec: { destination: { server: 'https://kubernetes.default.svc' } },
        status: {
          resources: [
            { group: 'apps', kind: 'Deployment', namespace, name: 'web' },
            { kind: 'ConfigMap', namespace, name: 'settings' },
          ],
        },
      });
    },
  },
])(
  'what Argo CD goes on with because $how becomes its own and is otherwise unchanged, so that a field which leaves Git goes',
  async ({ prepare, comesBack }) => {
    const started = await start();
    await using _ = started.repository;
    const { client, namespace, look, forget, messages } = started;
    await prepare(started);
    const before = await look();

    const { clusters, applications } = await forget();

    const after = await look();
    expect([contentOf(after.settings), contentOf(after.web)]).toEqual([
      contentOf(before.settings),
      contentOf(before.web),
    ]);
    expect(after.settings.metadata.labels).toBeUndefined();
    expect(after.web.metadata).toMatchObject({
      generation: 1,
      annotations: { [TRACKING]: `${namespace}:apps/Deployment:${namespace}/web` },
    });
    expect([managersOf(after.settings), managersOf(after.web)[0]]).toEqual([
      ['argocd-controller/Apply'],
      'argocd-controller/Apply',
    ]);
    expect(messages()).toEqual(['left to Argo CD', 'left to Argo CD']);
    expect(applications[0]?.inGit).toBe(comesBack);
    expect(clusters[0]?.writes).toBeLessThanOrEqual(6); // one for each object; lease and inventory
    expect((await applySettings(client, namespace, { stays: 'value' }))['data']).toEqual({ stays: 'value' });
  },
);

test('what Argo CD has written is joined with what was ours', async () => {
  const { client, namespace, repository, look, forget } = await start();
  await using _ = repository;
  await applySettings(client, namespace, { stays: 'value', theirs: 'value' });

  await forget();

  const { settings, web } = await look();
  expect(managersOf(settings)).toEqual(['argocd-controller/Apply']);
  expect(settings.metadata.annotations).toHaveProperty([TRACKING]);
  expect(web.metadata.annotations).not.toHaveProperty([TRACKING]);
  expect((await applySettings(client, namespace, { stays: 'value' }))['data']).toEqual({ stays: 'value' });
});

test('what nobody is known to go on with is owned as by kubectl apply, which other tools and we know how to take over', async () => {
  const { namespace, repository, options, commit, look, forget, messages } = await start();
  await using _ = repository;

  await forget();

  const { settings, web } = await look();
  expect(managersOf(settings)).toEqual(['kubectl-client-side-apply/Update']);
  expect(JSON.stringify([settings.metadata, web.metadata])).not.toMatch(/cdk8s-gitops|applyset|tracking-id/);
  expect(web.metadata.generation).toBe(2); // its annotations count
  expect(messages()).toEqual(['forgotten', 'forgotten']);
  const less = configMap('settings', { stays: 'value' });
  await kubectl({ ...less, metadata: { name: 'settings', namespace } }, 'apply', '-f', '-');
  expect((await look()).settings['data']).toEqual({ stays: 'value', goes: 'value' }); // it knows of no last apply
  commit('second', [less, deployment(namespace, 'web')]);
  expect((await sync({ ...options, adopt: true, timeoutMs: 10_000 })).outcome).toBe('synced');
  expect((await look()).settings['data']).toEqual({ stays: 'value' });
});

test('a tracking annotation that somebody else has written too stays', async () => {
  const { client, namespace, repository, look, forget } = await start();
  await using _ = repository;
  const { annotations } = (await look()).settings.metadata;
  const theirs: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', ...(annotations ? { annotations } : {}) },
  };
  await applyAs(client, 'portal', `/api/v1/namespaces/${namespace}/configmaps`, theirs);

  await forget();

  expect((await look()).settings.metadata.annotations).toHaveProperty([TRACKING]);
});
