import type { AccessOptions } from '../../../src/cluster/access/access-options.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import type { SyncEvent } from '../../../src/workflow/api/events.js';
import { diff } from '../../../src/workflow/diff.js';
import { listApplications } from '../../../src/workflow/list-applications.js';
import { status } from '../../../src/workflow/status.js';
import { type SyncOptions, sync } from '../../../src/workflow/sync.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testCluster, testNamespace } from '../../helpers/cluster.js';
import { configMap, read } from '../../helpers/engine.js';
import { tempRepository } from '../../helpers/temp-repository.js';

afterEach(closeClients);

const SATURDAY = new Date('2026-11-21T14:00:00Z');
const PERMISSIVE = {
  sourceRepos: ['*'],
  destinations: [{ server: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

const OTHER_PROJECT = {
  'gitops/projects/other.yaml': toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'other' },
    spec: {},
  }),
};

interface Committed {
  readonly objects?: readonly KubeObject[];
  /** `spec` of the AppProject; null for none. */
  readonly project?: object | null;
  readonly name?: string;
  readonly spec?: object;
  readonly metadata?: object;
  readonly files?: Readonly<Record<string, string>>;
}

/** One Argo Application of the AppProject `shop`; `unreachable` unless a test needs the cluster. */
async function start(namespace: string, cluster: 'unreachable' | 'user' | 'admin' = 'unreachable') {
  const repository = tempRepository();
  const access = async (): Promise<Pick<AccessOptions, 'accessFile'>> => {
    if (cluster === 'unreachable') return { accessFile: { clusters: {} } };
    const { kubeconfig, userKubeconfig } = await testCluster();
    return {
      accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster === 'admin' ? kubeconfig : userKubeconfig } } },
    };
  };
  const options: SyncOptions = {
    repository: repository.directory,
    access: { environment: {}, ...(await access()) },
    inventoryNamespace: `project-${namespace}`,
    all: true,
    now: SATURDAY,
  };
  const commit = ({
    objects = [configMap('a')],
    project = {},
    name = 'shop',
    spec = {},
    metadata = {},
    files = {},
  }: Committed) => {
    const argo = (kind: string, more: object) => toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, ...more });
    repository.git('rm', '-r', '-q', '--ignore-unmatch', 'gitops');
    return repository.commit('a commit', {
      'gitops/applications/dev/shop.yaml': argo('Application', {
        metadata: { name: namespace, namespace: 'argocd', ...metadata },
        spec: {
          project: name,
          source: { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/shop' },
          destination: { name: 'in-cluster', namespace },
          ...spec,
        },
      }),
      'gitops/apps/shop/all.yaml': objects.map((object) => toYaml(object)).join('---\n'),
      ...(project === null
        ? {}
        : {
            'gitops/projects/shop.yaml': argo('AppProject', {
              metadata: { name, namespace: 'argocd' },
              spec: { ...PERMISSIVE, ...project },
            }),
          }),
      ...files,
    });
  };
  return { options, commit, [Symbol.dispose]: () => repository.remove() };
}

async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (thrown: { code: string; problems: readonly { code: string }[] }) => thrown,
  );
  if (error === undefined) return ['done'];
  return error.problems.length > 0 ? error.problems.map(({ code }) => code) : [error.code];
}

describe('before any request', () => {
  test.each<[what: string, committed: Committed, code: string]>([
    [
      'a project that is not in Git, where others are',
      { project: null, files: OTHER_PROJECT },
      'WORKFLOW_PROJECT_UNKNOWN',
    ],
    [
      'a source that is not permitted',
      { project: { sourceRepos: ['https://git.example.com/b.git'] } },
      'WORKFLOW_PROJECT_FORBIDDEN',
    ],
    [
      'a namespace that is not permitted',
      { project: { destinations: [{ server: '*', namespace: 'other' }] } },
      'WORKFLOW_PROJECT_FORBIDDEN',
    ],
    [
      'a cluster of another project only',
      { project: { permitOnlyProjectScopedClusters: true } },
      'WORKFLOW_PROJECT_FORBIDDEN',
    ],
    ['an Argo Application of a foreign namespace', { metadata: { namespace: 'team-a' } }, 'WORKFLOW_PROJECT_FORBIDDEN'],
    [
      'the default project as it is committed',
      { name: 'default', project: { destinations: [] } },
      'WORKFLOW_PROJECT_FORBIDDEN',
    ],
    [
      'a window that cannot be read',
      { project: { syncWindows: [{ kind: 'deny', schedule: 'soon', duration: '1h', applications: ['*'] }] } },
      'ARGOCD_INVALID_WINDOW',
    ],
  ])('%s stops sync and diff', async (_, committed, code) => {
    using repository = await start('none');
    repository.commit(committed);

    expect(await codesOf(sync(repository.options))).toEqual([code]);
    expect(await codesOf(diff(repository.options))).toEqual([code]);
  });

  test('without its AppProject in Git the default project permits everything', async () => {
    using repository = await start('none');
    repository.commit({ name: 'default', project: null });

    expect(await codesOf(sync(repository.options))).toEqual(['CLUSTER_ACCESS_MISSING']);
  });

  test('where Git has no AppProject at all they are kept elsewhere: a warning says that nothing was checked', async () => {
    using repository = await start('none');
    repository.commit({ project: null });
    const warnings: string[] = [];
    const onEvent = (event: SyncEvent) => (event.kind === 'warning' ? warnings.push(event.message) : 0);

    expect(await codesOf(sync({ ...repository.options, onEvent }))).toEqual(['CLUSTER_ACCESS_MISSING']);
    expect(warnings).toEqual([
      expect.stringMatching(
        /is in the AppProject 'shop', which is not in this repository, nor is any other: its rules and sync windows are not checked$/,
      ),
    ]);
  });

  test('an AppProject without a spec permits nothing, and breaks nothing', async () => {
    using repository = await start('none');
    const empty = toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name: 'shop' } });
    repository.commit({ project: null, files: { 'gitops/projects/shop.yaml': empty } });

    expect(await codesOf(sync({ ...repository.options, impersonate: true }))).toEqual([
      'WORKFLOW_PROJECT_FORBIDDEN',
      'WORKFLOW_PROJECT_FORBIDDEN',
      'WORKFLOW_IMPERSONATION_MISSING',
    ]);
    expect((await listApplications(repository.options)).applications).toMatchObject([{ verdict: 'forbidden' }]);
  });

  test('a sync policy with nothing where something could be is read as Argo CD reads it', async () => {
    using repository = await start('none');
    repository.commit({
      spec: {
        syncPolicy: { automated: null, syncOptions: ['CreateNamespace=true'], managedNamespaceMetadata: null },
        ignoreDifferences: null,
      },
    });

    expect(await codesOf(sync(repository.options))).toEqual(['CLUSTER_ACCESS_MISSING']);
  });

  const WINDOWS = {
    syncWindows: [{ kind: 'deny', schedule: '0 12 * * *', duration: '4h', applications: ['*'], manualSync: true }],
  };
  const AUTOMATED = { syncPolicy: { automated: {} } };

  test('a sync window stops an automated sync, until when it says', async () => {
    using repository = await start('none');
    repository.commit({ project: WINDOWS, spec: AUTOMATED });

    await expect(sync(repository.options)).rejects.toMatchObject({
      code: 'WORKFLOW_WINDOW_CLOSED',
      message:
        "a sync window forbids automated syncs of 'none' until 2026-11-21T16:00Z: denied '0 12 * * *' for 4h, UTC",
    });
    expect(await codesOf(sync({ ...repository.options, now: new Date('2026-11-21T17:00:00Z') }))).toEqual([
      'CLUSTER_ACCESS_MISSING',
    ]);
    expect((await listApplications(repository.options)).applications).toMatchObject([
      { window: { sync: 'automated', windows: ["denied '0 12 * * *' for 4h, UTC"], until: '2026-11-21T16:00Z' } },
    ]);
  });

  test('manualSync lets one pass that is not automated, and --ignore-windows every one, with a warning', async () => {
    using repository = await start('none');
    repository.commit({ project: WINDOWS });
    expect(await codesOf(sync(repository.options))).toEqual(['CLUSTER_ACCESS_MISSING']);

    repository.commit({ project: WINDOWS, spec: AUTOMATED });
    const events: SyncEvent[] = [];
    expect(
      await codesOf(sync({ ...repository.options, ignoreWindows: true, onEvent: (event) => events.push(event) })),
    ).toEqual(['CLUSTER_ACCESS_MISSING']);

    expect(events).toEqual([
      expect.objectContaining({
        kind: 'warning',
        application: 'none',
        message: expect.stringMatching(/^sync windows are ignored: /),
      }),
    ]);
  });

  test('sync options and hooks that have no effect are told', async () => {
    using repository = await start('none');
    const annotations = { 'argocd.argoproj.io/sync-options': 'Prune=never' };
    const misspelt = {
      'argocd.argoproj.io/hook': 'Presync',
      'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded,Always',
    };
    const fine = {
      'argocd.argoproj.io/hook': 'PreSync, Skip',
      'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded',
    };
    const objects = [
      configMap('a', {}, { annotations }),
      configMap('b', {}, { annotations: misspelt }),
      configMap('c', {}, { annotations: fine }),
    ];
    repository.commit({ objects, spec: { syncPolicy: { syncOptions: ['CreateNamespaces=true'] } } });
    const messages: string[] = [];

    await codesOf(
      sync({ ...repository.options, onEvent: (event) => event.kind === 'warning' && messages.push(event.message) }),
    );

    expect(messages).toEqual([
      "spec.syncPolicy.syncOptions of Argo Application 'none' has 'CreateNamespaces=true', which is not a sync option. Did you mean 'CreateNamespace='?",
      "the annotation 'argocd.argoproj.io/sync-options' of ConfigMap a has 'Prune=never', which is not one of the values of 'Prune': true, false, confirm. Write such a value.",
      "the annotation 'argocd.argoproj.io/hook' of ConfigMap b has 'Presync', which is not a hook: Argo CD never applies it. Did you mean 'PreSync'?",
      "the annotation 'argocd.argoproj.io/hook-delete-policy' of ConfigMap b has 'Always', which is not a hook delete policy. Known: BeforeHookCreation, HookSucceeded, HookFailed.",
    ]);
  });
});

test('kinds and namespaces that the project forbids stop a sync before the first write', async () => {
  const namespace = await testNamespace('project');
  using repository = await start(namespace, 'user');
  const elsewhere = { ...configMap('elsewhere'), metadata: { name: 'elsewhere', namespace: 'default' } };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' } };
  repository.commit({
    objects: [configMap('a'), elsewhere, secret],
    project: {
      destinations: [{ server: '*', namespace }],
      namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
    },
  });

  await expect(sync(repository.options)).rejects.toMatchObject({
    problems: [
      { code: 'WORKFLOW_PROJECT_FORBIDDEN', object: 'ConfigMap default/elsewhere' },
      { code: 'WORKFLOW_PROJECT_FORBIDDEN', object: `Secret ${namespace}/secret` },
    ],
  });
  expect((await diff(repository.options)).applications).toMatchObject([
    { problems: [{ code: 'WORKFLOW_PROJECT_FORBIDDEN' }, { code: 'WORKFLOW_PROJECT_FORBIDDEN' }] },
  ]);
  expect(await read(await testClient(), `/api/v1/namespaces/${namespace}/configmaps/a`)).toBeUndefined();
});

test('diff and status tell a closed window, and go on', async () => {
  using repository = await start(await testNamespace('project'), 'user');
  repository.commit({
    project: { syncWindows: [{ kind: 'allow', schedule: '0 20 * * *', duration: '1h', applications: ['*'] }] },
  });
  const window = {
    sync: 'manual',
    windows: ["allowed only '0 20 * * *' for 1h, UTC"],
    until: '2026-11-21T20:00Z',
    cluster: 'in-cluster',
  };

  expect(await diff(repository.options)).toMatchObject({ changed: true, windows: [window] });
  expect(await status(repository.options)).toMatchObject({ windows: [window] });
});

test('a namespace that the project does not permit is not created', async () => {
  using repository = await start(`${await testNamespace('project')}-new`, 'user');
  repository.commit({
    project: { clusterResourceWhitelist: [] },
    spec: { syncPolicy: { syncOptions: ['CreateNamespace=true'] } },
  });

  expect((await diff(repository.options)).applications).toMatchObject([
    { problems: [{ code: 'WORKFLOW_PROJECT_FORBIDDEN' }] },
  ]);
  await expect(sync(repository.options)).rejects.toMatchObject({
    code: 'WORKFLOW_PROJECT_FORBIDDEN',
    object: expect.stringMatching(/^Namespace project-/),
  });
});

test('what the project permits no more is not pruned', async () => {
  const namespace = await testNamespace('project');
  using repository = await start(namespace, 'user');
  repository.commit({ objects: [configMap('a'), { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'left' } }] });
  await sync(repository.options);
  repository.commit({ project: { namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }] } });

  const { applications } = await sync(repository.options);

  expect(applications[0]?.refused).toMatchObject([
    { object: { name: 'left' }, reason: "the AppProject 'shop' does not permit it any more" },
  ]);
  expect(await read(await testClient(), `/api/v1/namespaces/${namespace}/secrets/left`)).toBeDefined();
});

describe('impersonation', () => {
  const SETTINGS = toYaml({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm' },
    data: { 'application.sync.impersonation.enabled': 'true' },
  });
  const ACCOUNTS = { destinationServiceAccounts: [{ server: '*', namespace: '*', defaultServiceAccount: 'deployer' }] };
  const files = { 'gitops/argocd/settings.yaml': SETTINGS };

  test('a sync acts as the service account of the project, and as nobody else', async () => {
    const [namespace, client] = [await testNamespace('project'), await testClient()];
    using repository = await start(namespace, 'admin');
    repository.commit({ project: ACCOUNTS, files });

    await expect(sync(repository.options)).rejects.toMatchObject({
      code: 'CLUSTER_FORBIDDEN',
      message: expect.stringContaining(`system:serviceaccount:${namespace}:deployer`),
      application: namespace,
      cluster: 'in-cluster',
    });
    await allow(client, namespace, 'deployer');
    expect((await sync(repository.options)).outcome).toBe('synced');
    repository.commit({
      project: ACCOUNTS,
      files,
      objects: [configMap('b'), { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c' } }],
    });
    await expect(sync(repository.options)).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
    expect((await sync({ ...repository.options, impersonate: false })).outcome).toBe('synced');
  });

  test('a namespace that the service account may not create is found before the first write, unless an earlier wave creates it', async () => {
    const namespace = `${await testNamespace('project')}-new`;
    using repository = await start(namespace, 'admin');
    const spec = { syncPolicy: { syncOptions: ['CreateNamespace=true'] } };
    repository.commit({ project: ACCOUNTS, files, spec });

    await expect(sync(repository.options)).rejects.toMatchObject({
      code: 'CLUSTER_FORBIDDEN',
      object: `Namespace ${namespace}`,
      hint: expect.stringContaining('destinationServiceAccounts'),
    });
    expect((await diff(repository.options)).applications).toMatchObject([
      { problems: [{ object: `Namespace ${namespace}` }] },
    ]);

    const earlier = toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: `${namespace}-base`,
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': '-1' },
      },
      spec: {
        ...spec,
        project: 'base',
        source: { repoURL: 'https://git.example.com/a.git', path: 'gitops/base' },
        destination: { name: 'in-cluster', namespace },
      },
    });
    const base = {
      ...files,
      'gitops/applications/dev/base.yaml': earlier,
      'gitops/base/account.yaml': toYaml({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'deployer' } }),
      'gitops/projects/base.yaml': toYaml({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AppProject',
        metadata: { name: 'base', namespace: 'argocd' },
        spec: {
          ...PERMISSIVE,
          destinationServiceAccounts: [
            { server: '*', namespace: '*', defaultServiceAccount: 'kube-system:namespace-controller' },
          ],
        },
      }),
    };
    repository.commit({ project: ACCOUNTS, files: base, spec });
    const { applications } = await diff(repository.options);
    expect(
      applications.flatMap(({ application, problems }) => problems.map(({ object }) => [application, object])),
    ).toEqual([[`${namespace}-base`, `Namespace ${namespace}`]]);
  });

  test('without an account for the destination nothing is synced', async () => {
    using repository = await start('none');
    repository.commit({});

    expect(await codesOf(sync(repository.options))).toEqual(['CLUSTER_ACCESS_MISSING']);
    expect(await codesOf(sync({ ...repository.options, impersonate: true }))).toEqual([
      'WORKFLOW_IMPERSONATION_MISSING',
    ]);
    repository.commit({ files });
    expect(await codesOf(sync(repository.options))).toEqual(['WORKFLOW_IMPERSONATION_MISSING']);
  });
});

/** Lets a service account deliver ConfigMaps. */
async function allow(
  client: Awaited<ReturnType<typeof testClient>>,
  namespace: string,
  account: string,
): Promise<void> {
  const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['*'] }];
  await client.request({
    method: 'POST',
    path: `${path}/roles`,
    body: { apiVersion, kind: 'Role', metadata: { name: account }, rules },
  });
  const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account };
  await client.request({
    method: 'POST',
    path: `${path}/rolebindings`,
    body: { apiVersion, kind: 'RoleBinding', metadata: { name: account }, subjects, roleRef },
  });
}
