import { main } from '../../src/cli/main.js';
import { kubeconfigEndpoint } from '../../src/cluster/access/kubeconfig.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { captureTerminal } from '../cli/capture-terminal.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { closeClients, faultyClient, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import type { FaultProxy } from '../helpers/fault-proxy.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

const URL = 'https://git.example.com/team/deploy.git';
const base64 = (text: string | undefined): string => Buffer.from(text ?? '').toString('base64');
const argo = (kind: string, name: string, spec: object) =>
  toYaml({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'argocd' }, spec });
const configMap = (name: string, metadata: object = {}) =>
  toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } });

/** One Argo Application for each cluster of a tier. */
const setFor = (tier: string, namespace: string) =>
  argo('ApplicationSet', 'web', {
    goTemplate: true,
    generators: [{ clusters: { selector: { matchLabels: { tier } } } }],
    template: {
      metadata: { name: 'web-{{ .nameNormalized }}' },
      spec: {
        project: 'default',
        source: { repoURL: URL, path: 'web' },
        destination: { server: '{{ .server }}', namespace },
      },
    },
  });

interface Hub {
  readonly home: string;
  readonly client: KubeClient;
  readonly proxy: FaultProxy;
  /** Writes a cluster Secret as Argo CD's users do. */
  register(name: string, server: string, config: object, more?: object, labels?: object): Promise<void>;
  /** Runs the command line, with an access file that names this Argo CD. */
  run(
    repository: TempRepository,
    args: readonly string[],
    files?: Readonly<Record<string, string>>,
  ): Promise<{ code: number; text: string }>;
}

/**
 * A namespace that is an Argo CD's, reached through a proxy that counts; everything that was said is looked
 * at for credentials.
 */
async function startHub(): Promise<Hub> {
  const [{ client, proxy }, admin, home] = [await faultyClient(), await testClient(), await testNamespace('hub')];
  const kubeconfig = toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'hub', cluster: { server: proxy.server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'hub', user: {} }],
    contexts: [{ name: 'hub', context: { cluster: 'hub', user: 'hub' } }],
  });
  const access = toYaml({ argocd: { kubeconfig: 'hub.yaml', context: 'hub', namespace: home } });
  return {
    home,
    client: admin,
    proxy,
    async register(name, server, config, more = {}, labels = {}) {
      const stringData = { name, server, config: JSON.stringify(config), ...more };
      const annotations = {
        'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"config":"s3ntinel"}}',
      };
      const metadata = {
        name: `cluster-${name}`,
        labels: { 'argocd.argoproj.io/secret-type': 'cluster', ...labels },
        annotations,
      };
      const body = { apiVersion: 'v1', kind: 'Secret', metadata, stringData };
      await client.request({ method: 'POST', path: `/api/v1/namespaces/${home}/secrets`, body });
    },
    async run(repository, args, files = {}) {
      const directory = temporaryFolder({ 'hub.yaml': kubeconfig, 'access.yaml': access, ...files });
      const captured = captureTerminal({ directory });
      const common = ['-C', repository.directory, '--access', 'access.yaml', '--debug'];
      const code = await main([...args, ...common], captured.terminal, new AbortController().signal);
      const text = captured.out() + captured.err();
      expect(text).not.toMatch(/s3ntinel|czNudGluZWw|PRIVATE KEY|LS0tLS1CRUdJTi/);
      return { code, text };
    },
  };
}

async function ownWay() {
  const { userKubeconfig, server } = await testCluster();
  const endpoint = await kubeconfigEndpoint({ cluster: 'test', files: [userKubeconfig], environment: {} });
  const { certificate, key } = await endpoint.credentials();
  return {
    server,
    config: {
      tlsClientConfig: {
        caData: base64(endpoint.certificateAuthority),
        certData: base64(certificate),
        keyData: base64(key),
      },
    },
  };
}

test('an ApplicationSet is expanded for the clusters of a running Argo CD, by one LIST, and synced to them with their credentials', async () => {
  const hub = await startHub();
  const [{ server, config }, namespace] = [await ownWay(), await testNamespace('live')];
  await hub.register('prod-eu', server, config, {}, { tier: 'gold' });
  await hub.register('lab', 'https://lab.example.com', { bearerToken: 's3ntinel' }, {}, { tier: 'silver' });
  await using repository = tempRepository();
  const set = setFor('gold', namespace);
  repository.commit('first', { 'argo/set.yaml': set, 'web/map.yaml': configMap('web') });

  const before = hub.proxy.requests.length;
  const rendered = await hub.run(repository, ['render', '-f', 'set.yaml'], { 'set.yaml': set });
  expect(rendered).toMatchObject({ code: 0, text: expect.stringContaining(`server: ${server}`) });
  const asked = hub.proxy.requests.slice(before).map(({ path, query }) => `${path}?${query.get('labelSelector')}`);
  expect(asked.sort()).toEqual([
    `/api/v1/namespaces/${hub.home}/configmaps?null`,
    `/api/v1/namespaces/${hub.home}/secrets?argocd.argoproj.io/secret-type=cluster`,
    `/apis/argoproj.io/v1alpha1/namespaces/${hub.home}/appprojects?null`,
  ]);
  const listed = await hub.run(repository, ['list', '--output', 'json']);
  expect(JSON.parse(listed.text).applications).toEqual([
    expect.objectContaining({ name: 'web-prod-eu', cluster: 'prod-eu', verdict: 'permitted' }),
  ]);
  expect(await hub.run(repository, ['check'])).toMatchObject({ code: 0 });
  const place = ['--inventory-namespace', `${namespace}-state`];
  expect(await hub.run(repository, ['sync', '--cluster', 'prod-eu', ...place])).toMatchObject({ code: 0 });
  await expect(
    hub.client.request({ method: 'GET', path: `/api/v1/namespaces/${namespace}/configmaps/web` }),
  ).resolves.toMatchObject({ status: 200 });
  expect(await hub.run(repository, ['status', '--cluster', 'prod-eu', ...place])).toMatchObject({ code: 0 });
});

test('in-cluster is the cluster of the Argo CD that the access file names, and a name that nobody knows is refused', async () => {
  const hub = await startHub();
  const namespace = await testNamespace('live');
  await using repository = tempRepository();
  const destination = { name: 'in-cluster', namespace };
  const spec = { project: 'default', source: { repoURL: URL, path: 'web' }, destination };
  repository.commit('first', { 'argo/web.yaml': argo('Application', 'web', spec), 'web/map.yaml': configMap('web') });

  expect(await hub.run(repository, ['sync', '--all', '--inventory-namespace', `${namespace}-state`])).toMatchObject({
    code: 0,
  });
  await expect(
    hub.client.request({ method: 'GET', path: `/api/v1/namespaces/${namespace}/configmaps/web` }),
  ).resolves.toMatchObject({ status: 200 });
  const access = toYaml({
    argocd: { kubeconfig: 'hub.yaml', context: 'hub', namespace: hub.home },
    clusters: { nobody: { context: 'x' } },
  });
  expect(await hub.run(repository, ['diff', '--all'], { 'access.yaml': access })).toMatchObject({
    code: 1,
    text: expect.stringContaining("names the cluster 'nobody'"),
  });
});

test('what may not be read of Argo CD is told with the way out', async () => {
  const hub = await startHub();
  await using repository = tempRepository();
  repository.commit('first', { 'argo/set.yaml': setFor('gold', 'shop'), 'web/map.yaml': configMap('web') });
  hub.proxy.decide = ({ path }) =>
    path.endsWith('/secrets') ? { kind: 'answer', status: 403, message: 'no' } : undefined;

  const { code, text } = await hub.run(repository, ['list']);

  expect(code).toBe(1);
  expect(text).toContain('CLUSTER_FORBIDDEN: the cluster Secrets of Argo CD may not be read');
  expect(text).toContain(`Grant the identity 'list' on secrets in the namespace '${hub.home}'`);
});

test('the settings of a running Argo CD count, and a note says where they may not be read', async () => {
  const hub = await startHub();
  await using repository = tempRepository();
  const spec = {
    project: 'default',
    source: { repoURL: URL, path: 'web' },
    destination: { name: 'in-cluster', namespace: 'shop' },
  };
  repository.commit('first', {
    'argo/web.yaml': argo('Application', 'web', spec),
    'shared.yaml': configMap('web'),
    'web/kustomization.yaml': 'resources: [../shared.yaml]\n',
  });
  expect(await hub.run(repository, ['check'])).toMatchObject({ code: 1 });
  const data = { 'kustomize.buildOptions': '--load-restrictor LoadRestrictionsNone' };
  await hub.client.request({
    method: 'POST',
    path: `/api/v1/namespaces/${hub.home}/configmaps`,
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data },
  });
  expect(await hub.run(repository, ['check'])).toMatchObject({ code: 0 });

  hub.proxy.decide = ({ path }) =>
    path.endsWith('/configmaps') ? { kind: 'answer', status: 403, message: 'no' } : undefined;
  expect(await hub.run(repository, ['check'])).toMatchObject({
    code: 1,
    text: expect.stringContaining(`note: the ConfigMap argocd-cm in '${hub.home}' may not be read`),
  });
});

test('where a cluster Secret names namespaces, nothing outside of them is listed or applied', async () => {
  const hub = await startHub();
  const [namespace, other] = [await testNamespace('narrow'), await testNamespace('narrow-other')];
  const place = ['--inventory-namespace', namespace];
  await hub.register('narrow', hub.proxy.server, {}, { namespaces: `${namespace}, unused` }, { tier: 'narrow' });
  await using repository = tempRepository();
  const objects = { 'web/map.yaml': configMap('web'), 'web/more.yaml': configMap('more') };
  repository.commit('first', { 'argo/set.yaml': setFor('narrow', namespace), ...objects });

  const before = hub.proxy.requests.length;
  expect(await hub.run(repository, ['sync', '--all', ...place])).toMatchObject({ code: 0 });
  const lists = hub.proxy.requests
    .slice(before)
    .filter(({ method, path }) => method === 'GET' && /^\/(api\/v1|apis\/[^/]+\/[^/]+)\/./.test(path));
  const ofArgoCd = new RegExp(`/namespaces/${hub.home}/(secrets|configmaps|appprojects)$`);
  const outside = lists
    .map(({ path }) => path)
    .filter((path) => !path.includes(`/namespaces/${namespace}`) && !ofArgoCd.test(path));
  expect(outside.filter((path) => path !== '/api/v1/namespaces/kube-system')).toEqual([]);

  repository.commit('second', {
    'web/theirs.yaml': configMap('theirs', { namespace: other }),
    'web/role.yaml': toYaml({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: `narrow-${namespace}` },
      rules: [],
    }),
  });
  const { code, text } = await hub.run(repository, ['sync', '--all', ...place]);
  expect(code).toBe(1);
  expect(text).toContain(
    `WORKFLOW_NAMESPACE_UNMANAGED: the cluster Secret of 'narrow' does not let ConfigMap ${other}/theirs of 'web-narrow' be managed there`,
  );
  expect(text).toContain(
    `WORKFLOW_NAMESPACE_UNMANAGED: the cluster Secret of 'narrow' does not let ClusterRole narrow-${namespace} of 'web-narrow' be managed there`,
  );
});
