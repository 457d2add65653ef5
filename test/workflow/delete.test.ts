import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import type { DeleteResult } from '../../src/workflow/api/delete-result.js';
import { type DeleteOptions, deleteApplications } from '../../src/workflow/delete.js';
import { history } from '../../src/workflow/history.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { configMap, meddle, read } from '../helpers/engine.js';
import { managersOf } from '../helpers/managers.js';
import { syncedRepository } from '../helpers/synced-repository.js';
import { deployment, podTemplate } from '../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('delete')];
  const synced = await syncedRepository(namespace);
  synced.repository.git('remote', 'add', 'origin', 'git@git.example.com:a.git');
  const path = (name: string, kind = 'configmaps') => `/api/v1/namespaces/${namespace}/${kind}/${name}`;
  const first = async (...objects: readonly KubeObject[]) => {
    synced.commit('first', objects);
    expect((await sync({ ...synced.options, timeoutMs: 10_000 })).outcome).toBe('synced');
  };
  const remove = (options: Partial<DeleteOptions> = {}) =>
    deleteApplications({ ...synced.options, timeoutMs: 20_000, ...options });
  const inventory = () =>
    read(client, `/api/v1/namespaces/${synced.options.inventoryNamespace}/configmaps/inventory.${namespace}`);
  return { client, namespace, ...synced, path, first, remove, inventory };
}

const job = (name: string): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { backoffLimit: 0, template: podTemplate(name, {}, 'Never') },
});

const names = (objects: readonly { readonly name: string }[]) => objects.map(({ name }) => name).sort();

test('deletes what was synced, waits until it is gone, removes inventory and lock, and says that Git brings it back', async () => {
  const { repository, client, namespace, options, path, first, remove, inventory } = await start();
  await using _ = repository;
  await first(configMap('a'), deployment(namespace, 'web'));
  let asked: DeleteResult | undefined;
  const confirm = async (preview: DeleteResult): Promise<boolean> => {
    asked = preview;
    return true;
  };

  const result = await remove({ cascade: 'foreground', confirm });

  expect(asked).toMatchObject({ dryRun: true, applications: [{ outcome: 'planned', inGit: true, done: 0 }] });
  expect(names(asked!.applications[0]!.objects)).toEqual(['a', 'web']);
  expect(result).toMatchObject({
    outcome: 'deleted',
    applications: [{ application: namespace, outcome: 'deleted', done: 2, inGit: true, refused: [] }],
  });
  expect(await read(client, path('a'))).toBeUndefined();
  const pods = await client.request<{ items: readonly KubeObject[] }>({
    method: 'GET',
    path: path('', 'pods').slice(0, -1),
  });
  expect(pods.body.items).toEqual([]); // foreground: what the Deployment made went before it
  expect(await inventory()).toBeUndefined();
  expect((await history(options)).applications[0]?.revisions).toEqual([]);
  expect(await remove()).toMatchObject({ outcome: 'deleted', applications: [] });
});

test.each<{ how: string; options: Partial<DeleteOptions> }>([
  { how: 'a dry run', options: { dryRun: true } },
  { how: 'a no', options: { confirm: async () => false } },
])('$how changes nothing', async ({ options }) => {
  const { repository, client, path, first, remove, inventory } = await start();
  await using _ = repository;
  await first(configMap('a'));
  const before = (await inventory())?.metadata.resourceVersion;

  expect(await remove(options)).toMatchObject({
    outcome: 'planned',
    dryRun: true,
    applications: [{ objects: [{ name: 'a' }] }],
  });

  expect(await read(client, path('a'))).toBeDefined();
  expect((await inventory())?.metadata.resourceVersion).toBe(before);
});

test('what asks to stay and what is protected stays, is reported, and remains in the inventory', async () => {
  const { repository, client, path, first, remove, inventory } = await start();
  await using _ = repository;
  const asks = (name: string, option: string) =>
    configMap(name, {}, { annotations: { 'argocd.argoproj.io/sync-options': option } });
  const claim: KubeObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'claim', annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } },
  };
  await first(
    configMap('goes'),
    asks('deletes', 'Delete=false'),
    asks('confirms', 'Delete=confirm'),
    asks('prunes', 'Prune=false'),
    claim,
  );

  const { outcome, applications } = await remove();

  expect(outcome).toBe('kept');
  expect(applications[0]?.refused.map(({ object, reason }) => `${object.name}: ${reason}`).sort()).toEqual([
    'claim: a PersistentVolumeClaim is deleted only with --prune-protected',
    expect.stringMatching(/^confirms: its sync option Delete=confirm: deleted with --confirm-prune/),
    'deletes: its sync option Delete=false',
    'prunes: its sync option Prune=false',
  ]);
  for (const name of ['deletes', 'confirms', 'prunes']) expect(await read(client, path(name))).toBeDefined();
  expect(await read(client, path('claim', 'persistentvolumeclaims'))).toBeDefined();
  expect(await read(client, path('goes'))).toBeUndefined();
  expect(JSON.stringify((await inventory())?.['data'])).not.toContain('goes');

  expect((await remove({ pruneProtected: true, confirmPrune: true })).applications[0]?.refused).toHaveLength(2);
  expect(await remove({ cascade: 'orphan' })).toMatchObject({ outcome: 'forgotten', applications: [{ done: 2 }] });
  expect(await inventory()).toBeUndefined();
});

test('forgetting leaves everything running without a trace of ours, so that anybody may own it', async () => {
  const { repository, client, namespace, options, path, first, remove, inventory } = await start();
  await using _ = repository;
  await first(configMap('a', { v: '1' }), deployment(namespace, 'web'), job('once'));
  const web = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
  const before = await read(client, web);

  expect(await remove({ cascade: 'orphan' })).toMatchObject({
    outcome: 'forgotten',
    applications: [{ done: 3, refused: [] }],
  });

  const after = (await read(client, web))!;
  expect(after.metadata.uid).toBe(before?.metadata.uid);
  expect(after['spec']).toEqual(before?.['spec']);
  expect(JSON.stringify(after.metadata)).not.toMatch(/cdk8s-gitops|applyset|tracking-id/);
  expect(await inventory()).toBeUndefined();
  // Without our label it has none, and the API server gives it those of its pods.
  const once = (await read(client, `/apis/batch/v1/namespaces/${namespace}/jobs/once`))!;
  expect(once.metadata.labels).toMatchObject({ app: 'once' });
  expect(managersOf(once)).toEqual(['kube-controller-manager/Update/status', 'kubectl-client-side-apply/Update']);
  await meddle(
    client,
    path('a'),
    { apiVersion: 'v1', kind: 'ConfigMap', data: { v: '1' } },
    'another',
    'application/apply-patch+yaml',
  );
  await expect(sync(options)).rejects.toMatchObject({
    problems: ['a', 'web', 'once'].map(() => ({ code: 'CLUSTER_NOT_OURS' })),
  });
});

test('an object that was replaced or let go since it was shown stays', async () => {
  const { repository, client, path, first, remove } = await start();
  await using _ = repository;
  await first(configMap('goes'), configMap('replaced'), configMap('unlabelled'));
  const meanwhile = async () => {
    await meddle(client, path('unlabelled'), { metadata: { labels: { 'applyset.kubernetes.io/part-of': null } } });
    const { labels } = (await read(client, path('replaced')))!.metadata;
    await client.request({ method: 'DELETE', path: path('replaced') });
    await client.request({ method: 'POST', path: path('').slice(0, -1), body: configMap('replaced', {}, { labels }) });
    return true;
  };

  const { applications } = await remove({ confirm: meanwhile });

  expect(applications[0]?.refused.map(({ object, reason }) => `${object.name}: ${reason}`).sort()).toEqual([
    'replaced: replaced by another object of that name',
    'unlabelled: it no longer carries our label',
  ]);
  expect(await read(client, path('replaced'))).toBeDefined();
  expect(await read(client, path('unlabelled'))).toBeDefined();
  expect(await read(client, path('goes'))).toBeUndefined();
});

test('what waits for a finalizer is told with it, and a second run finishes', async () => {
  const { repository, client, path, first, remove, inventory } = await start();
  await using _ = repository;
  await first(configMap('a'), configMap('held', {}, { finalizers: ['example.com/hold'] }));

  expect(await remove({ timeoutMs: 500 })).toMatchObject({
    outcome: 'terminating',
    applications: [
      { done: 1, terminating: [{ object: { name: 'held' }, reason: 'waits for its finalizers: example.com/hold' }] },
    ],
  });
  expect(await inventory()).toBeDefined();

  const deletion = remove();
  await meddle(client, path('held'), { metadata: { finalizers: null } });
  expect((await deletion).outcome).toBe('deleted');
  expect(await inventory()).toBeUndefined();
});

test('PreDelete hooks are run before anything goes and PostDelete hooks after, as Git has them; one that fails keeps everything', async () => {
  const { repository, client, namespace, path, commit, options, first, remove, inventory } = await start();
  await using _ = repository;
  const hook = (name: string, phase: string, behaviour?: 'job-fail'): KubeObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      annotations: {
        'argocd.argoproj.io/hook': phase,
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation,HookSucceeded',
      },
    },
    spec: { backoffLimit: 0, template: podTemplate(name, behaviour ? { behaviour } : {}, 'Never') },
  });
  await first(configMap('a'), hook('pre', 'PreDelete', 'job-fail'), hook('post', 'PostDelete'));

  expect(await remove({ timeoutMs: 15_000 })).toMatchObject({ outcome: 'failed', applications: [{ done: 0 }] });
  expect(await read(client, path('a'))).toBeDefined();

  commit('mended', [configMap('a'), hook('pre', 'PreDelete'), hook('post', 'PostDelete')]);
  const order: string[] = [];
  const result = await remove({
    ...options,
    timeoutMs: 15_000,
    onEvent: (event) => 'object' in event && event.object && order.push(event.object.name),
  });

  expect(result.outcome).toBe('deleted');
  expect([...new Set(order)]).toEqual(['pre', 'a', 'post']);
  expect(await read(client, path('a'))).toBeUndefined();
  expect(await inventory()).toBeUndefined();
  expect(await read(client, `/apis/batch/v1/namespaces/${namespace}/jobs/post`)).toBeUndefined();
});

test('hooks of a deletion are judged by the rules that were given', async () => {
  const { repository, client, path, first, remove } = await start();
  await using _ = repository;
  const hook = { ...configMap('pre', {}, { annotations: { 'argocd.argoproj.io/hook': 'PreDelete' } }) };
  await first(configMap('a'), hook);
  const rule = { judge: () => ({ status: 'Degraded' as const, message: 'not yet' }) };

  const refused = await remove({ timeoutMs: 1_500, healthRules: { ConfigMap: rule } });

  expect(refused).toMatchObject({ outcome: 'failed', applications: [{ done: 0 }] });
  expect(await read(client, path('a'))).toBeDefined();
  expect(await remove({ timeoutMs: 15_000 })).toMatchObject({ outcome: 'deleted' });
});

test('hooks of a deletion are judged by the rules that argocd-cm has in Git, after those that were given', async () => {
  const { repository, client, path, first, remove } = await start();
  await using _ = repository;
  await first(configMap('a'), configMap('pre', {}, { annotations: { 'argocd.argoproj.io/hook': 'PreDelete' } }));
  const rule = "hs = {}\nhs.status = 'Degraded'\nhs.message = 'git says no'\nreturn hs\n";
  const settings = {
    ...configMap('argocd-cm', { 'resource.customizations.health.ConfigMap': rule }),
    metadata: { name: 'argocd-cm', namespace: 'argocd' },
  };
  repository.commit('rules', { 'gitops/argocd-cm.yaml': toYaml(settings) });

  const refused = await remove({ timeoutMs: 1_500 });

  expect(refused).toMatchObject({
    outcome: 'failed',
    applications: [{ done: 0, message: expect.stringContaining('git says no') }],
  });
  expect(await read(client, path('a'))).toBeDefined();
  const healthy = { judge: () => ({ status: 'Healthy' as const }) };
  expect(await remove({ timeoutMs: 15_000, healthRules: { ConfigMap: healthy } })).toMatchObject({
    outcome: 'deleted',
  });
});

test('what left Git goes too, also when nothing in Git goes to that cluster any more', async () => {
  const { repository, client, namespace, path, first, remove, inventory } = await start();
  await using _ = repository;
  await first(configMap('a'));
  repository.git('rm', '-r', '-q', 'gitops');
  repository.commit('nothing is left');

  // no cluster is known any more
  await expect(remove({ applications: [namespace] })).rejects.toMatchObject({ code: 'WORKFLOW_NOTHING_SELECTED' });

  const result = await remove({ applications: [namespace], clusters: ['in-cluster'] });

  expect(result).toMatchObject({
    outcome: 'deleted',
    applications: [{ application: namespace, inGit: false, done: 1 }],
  });
  expect(await read(client, path('a'))).toBeUndefined();
  expect(await inventory()).toBeUndefined();
});

test('what the AppProject does not permit any more stays', async () => {
  const { repository, client, path, first, remove } = await start();
  await using _ = repository;
  await first(configMap('a'), {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'b' },
    spec: { ports: [{ port: 80 }] },
  });
  const project = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ name: '*', namespace: '*' }],
      namespaceResourceBlacklist: [{ group: '', kind: 'ConfigMap' }],
    },
  };
  repository.commit('narrower', { 'gitops/projects/default.yaml': toYaml(project as never) });

  const { applications } = await remove();

  expect(applications[0]?.refused).toMatchObject([
    { object: { name: 'a' }, reason: "the AppProject 'default' does not permit it any more" },
  ]);
  expect(await read(client, path('a'))).toBeDefined();
  expect(await read(client, path('b', 'services'))).toBeUndefined();
});

test('what another repository synced is not taken for ours', async () => {
  const { repository, client, namespace, path, first, remove } = await start();
  await using _ = repository;
  await first(configMap('a'));
  repository.git('rm', '-r', '-q', 'gitops');
  repository.git('remote', 'set-url', 'origin', 'https://git.example.com/other.git');
  repository.commit('another repository');

  await expect(remove({ applications: [namespace], clusters: ['in-cluster'] })).rejects.toMatchObject({
    code: 'CLUSTER_INVENTORY_FOREIGN',
  });
  expect(await remove({ clusters: ['in-cluster'] })).toMatchObject({ applications: [] });
  expect(await read(client, path('a'))).toBeDefined();

  expect((await remove({ applications: [namespace], clusters: ['in-cluster'], anyRepository: true })).outcome).toBe(
    'deleted',
  );
  expect(await read(client, path('a'))).toBeUndefined();
});

test('a name that nothing has is an error, one that is only in Git is told', async () => {
  const { repository, namespace, first, remove } = await start();
  await using _ = repository;
  await first(configMap('a'));

  await expect(remove({ applications: ['nobody'] })).rejects.toMatchObject({
    code: 'WORKFLOW_NOTHING_SELECTED',
    hint: expect.stringContaining(namespace),
  });
  await remove();
  expect(await remove({ applications: [namespace] })).toMatchObject({
    applications: [],
    skipped: [{ application: namespace }],
  });
});

test('Argo Applications of later waves go first, and what an earlier one stands on stays when they fail', async () => {
  const { repository, client, namespace, path, options, remove } = await start();
  await using _ = repository;
  const argo = (name: string, wave: number) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: `${namespace}-${name}`,
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
      },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path: `gitops/apps/${name}` },
        destination: { name: 'in-cluster', namespace },
      },
    });
  repository.git('rm', '-r', '-q', '--cached', '--ignore-unmatch', 'gitops/applications');
  repository.write({ 'gitops/applications/dev/shop.yaml': '' });
  repository.commit('two', {
    'gitops/applications/dev/first.yaml': argo('first', 1),
    'gitops/applications/dev/second.yaml': argo('second', 2),
    'gitops/apps/first/a.yaml': toYaml(configMap('first')),
    'gitops/apps/second/a.yaml': toYaml(configMap('second')),
  });
  expect((await sync(options)).outcome).toBe('synced');
  const order: string[] = [];

  const { outcome } = await remove({ onEvent: (event) => event.kind === 'done' && order.push(event.application) });

  expect(outcome).toBe('deleted');
  expect(order).toEqual([`${namespace}-second`, `${namespace}-first`]);
  expect(await read(client, path('first'))).toBeUndefined();
});
