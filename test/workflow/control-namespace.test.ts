import { randomBytes } from 'node:crypto';
import { listAll } from '../../src/cluster/transport/list.js';
import { toYaml } from '../../src/manifest/yaml.js';
import type { RevisionOptions } from '../../src/workflow/api/options.js';
import { diff } from '../../src/workflow/diff.js';
import { orphans } from '../../src/workflow/orphans.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

// docs/adr/0012-where-argo-cd-runs.md: what is derived may change, and no inventory is lost by it.

const TRACKING = 'argocd.argoproj.io/tracking-id';

/** What Git and the operator say of the namespace that Argo CD runs in, and the name that follows. */
interface Step {
  /** Namespaces of AppProjects in Git. */
  readonly projects?: readonly string[];
  /** Namespace of `argocd-cm` in a file of `--argocd-settings`. */
  readonly given?: string;
  readonly tracked: (name: string) => string;
}

const bare = (name: string) => name;
const inOpenshift = (name: string) => `openshift-gitops_${name}`;
const inArgocd = (name: string) => `argocd_${name}`;

test.each<[string, string | undefined, readonly Step[]]>([
  [
    'openshift-gitops',
    'openshift-gitops',
    [
      { tracked: bare },
      { projects: ['argocd'], tracked: inOpenshift },
      { projects: ['argocd'], given: 'openshift-gitops', tracked: bare },
      { projects: ['argo-a', 'argo-b'], tracked: inOpenshift },
      { projects: ['openshift-gitops', 'argo-b'], tracked: bare },
    ],
  ],
  [
    'argocd',
    'argocd',
    [{ tracked: bare }, { projects: ['openshift-gitops'], tracked: inArgocd }, { given: 'argocd', tracked: bare }],
  ],
  ['no namespace', undefined, [{ tracked: bare }, { projects: ['openshift-gitops'], tracked: bare }]],
])(
  'an Argo Application in %s: wherever Argo CD is thought to run, its inventory and objects are the same',
  async (_, home, steps) => {
    const { name, client, namespace, options, commit } = await start(home);
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const live = async () => {
      return (await listAll(client, path, {})).items.filter(({ metadata }) => /^(stays|goes)/.test(metadata.name));
    };
    const inventories = async () => {
      const inNamespace = `/api/v1/namespaces/${options.inventoryNamespace}/configmaps`;
      const { items } = await listAll(client, inNamespace, { labelSelector: 'cdk8s-gitops.io/inventory=true' });
      return items.map(({ metadata }) => [metadata.name, metadata.uid]);
    };
    const all = steps.map((_step, index) => `goes-${index}`);
    await using _repository = commit(all, steps[0]!);
    await sync({ ...options, ...given(steps[0]!) });
    const [kept, owner] = [
      (await live()).find(({ metadata }) => metadata.name === 'stays')?.metadata.uid,
      await inventories(),
    ];
    expect([kept, owner]).toEqual([expect.any(String), [[expect.any(String), expect.any(String)]]]);

    for (const [index, step] of steps.entries()) {
      // In the commit that changes where Argo CD runs, one object leaves Git.
      commit(all.slice(index + 1), step);
      const now = { ...options, ...given(step) };
      expect((await diff(now)).orphaned).toEqual([]);
      const result = await sync(now);

      expect(result).toMatchObject({ outcome: 'synced', orphaned: [], applications: [{ deleted: 1, refused: [] }] });
      const objects = await live();
      expect(objects.map(({ metadata }) => metadata.name)).toEqual([...all.slice(index + 1), 'stays']);
      expect(objects.at(-1)?.metadata).toMatchObject({
        uid: kept,
        annotations: { [TRACKING]: `${step.tracked(name)}:/ConfigMap:${namespace}/stays` },
      });
      expect(await inventories()).toEqual(owner);
      expect(await orphans(now)).toMatchObject({ applications: [], unowned: [] });
      expect((await sync(now)).outcome).toBe('unchanged');
    }
  },
);

function given({ given: namespace }: Step): Pick<RevisionOptions, 'argocd'> {
  if (namespace === undefined) return {};
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm', namespace }, data: {} };
  return { argocd: { files: [{ file: 'settings.yaml', content: toYaml(settings) }] } };
}

async function start(home: string | undefined) {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('control'), await testClient()];
  const repository = tempRepository();
  const name = `${namespace}-shop`;
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, ...(home === undefined ? {} : { namespace: home }) },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: 'apps/shop' },
      destination: { name: 'in-cluster', namespace },
      syncPolicy: { automated: { prune: true } },
    },
  };
  const project = (of: string) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: `of-${of}`, namespace: of },
    spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] },
  });
  return {
    name,
    client,
    namespace,
    options: {
      repository: repository.directory,
      access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
      inventoryNamespace: `control-${randomBytes(4).toString('hex')}`,
      all: true,
    },
    commit(going: readonly string[], { projects = [] }: Step) {
      repository.git('rm', '-r', '-q', '--ignore-unmatch', 'apps', 'argo');
      const objects = ['stays', ...going].map((one) => [`apps/shop/${one}.yaml`, toYaml(configMap(one))]);
      repository.commit('next', {
        'argo/shop.yaml': toYaml(application),
        ...Object.fromEntries(projects.map((one) => [`argo/${one}.yaml`, toYaml(project(one))])),
        ...Object.fromEntries(objects),
      });
      return { [Symbol.asyncDispose]: async () => repository.remove() };
    },
  };
}
