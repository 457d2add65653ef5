import {
  AppProject,
  Cluster,
  DirectoryApplication,
  Environment,
  jsonPatch,
  KustomizeApplication,
  PluginApplication,
  patch,
  remove,
  Source,
} from 'cdk8s-gitops';
import { repository } from '../../model/fixtures.js';

export default function build() {
  const root = repository();
  const dev = new Environment(root, 'dev', { cluster: Cluster.kubeconfig(root, 'dev', { context: 'dev' }) });
  const clusters = ['eu', 'us'].map((id) => Cluster.kubeconfig(root, id, { context: id }));
  const prod = new Environment(root, 'prod', { clusters, promotesFrom: dev });
  const project = new AppProject(root, 'platform');

  // this repository, with every option
  const dashboard = new KustomizeApplication(root, 'dashboard', {
    project,
    from: { path: 'dashboard/base' },
    images: ['registry.example.com/dashboard:2.1.3'],
    commonLabels: { team: 'platform' },
    labelWithoutSelector: true,
    labelIncludeTemplates: true,
    clusterScopedKinds: [{ group: '', kind: 'Namespace' }],
  });
  dashboard.overlay(dev, {
    replicas: { dashboard: 1 },
    components: ['../debug', '../gone'],
    ignoreMissingComponents: true,
    namePrefix: 'a-',
    nameSuffix: '-z',
    setNamespace: 'elsewhere',
    otherNamespaces: ['elsewhere'],
    commonAnnotations: { app: '$ARGOCD_APP_NAME' },
    commonAnnotationsEnvsubst: true,
    forceCommonLabels: true,
    forceCommonAnnotations: true,
    kubeVersion: '1.33.0',
    apiVersions: ['monitoring.coreos.com/v1'],
  });
  dashboard.overlay(prod, {
    images: ['registry.example.com/dashboard=mirror.example.com/dashboard:2.1.2'],
    replicas: { dashboard: 3 },
    patches: [
      patch({ kind: 'Deployment', group: 'apps', name: 'dashboard' }, { spec: { minReadySeconds: 5, paused: null } }),
      patch({ kind: 'Deployment' }, { metadata: { labels: { tier: 'gold' } } }),
      jsonPatch({ kind: 'ConfigMap', name: 'dashboard.settings' }, [{ op: 'replace', path: '/data/a', value: 'b' }]),
      remove({ kind: 'Service', name: 'dashboard' }),
    ],
    clusters: { us: { replicas: { dashboard: 5 } } },
  });

  // another repository, without options
  const library = { repository: 'https://git.example.com/team/library.git', path: 'deploy/base', revision: 'v2.1.0' };
  new KustomizeApplication(root, 'library', { project, from: library }).overlay(dev, { from: { revision: 'main' } });

  const policies = new DirectoryApplication(root, 'policies', {
    project,
    from: { path: 'policies' },
    recurse: true,
    include: '*.{yaml,jsonnet}',
    exclude: '*.test.yaml',
  });
  policies.overlay(dev);
  policies.overlay(prod, {
    jsonnet: { extVars: { size: 3, name: 'prod' }, tlas: { on: true }, libs: ['policies/lib'] },
  });
  new DirectoryApplication(root, 'plain', { project, from: { path: 'policies/deep' } }).overlay(dev);

  // several sources, in one place
  new DirectoryApplication(root, 'several', {
    project,
    from: { path: 'policies/deep' },
    recurse: true,
    sources: [Source.directory({ from: { path: 'policies' }, include: 'policy.yaml' })],
    only: dev,
  });

  // Argo CD alone can run it
  new PluginApplication(root, 'reports', {
    project,
    from: { path: 'reports' },
    plugin: 'cue-v1',
    env: { STAGE: 'base', SIZE: '1' },
    parameters: { name: 'reports', regions: ['eu', 'us'], owners: { eu: 'a' } },
  }).overlay(dev, { env: { STAGE: 'dev' } });
  return root;
}
