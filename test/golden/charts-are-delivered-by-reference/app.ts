import { AppProject, Cluster, Environment, HelmApplication, Source } from 'cdk8s-gitops';
import { repository } from '../../model/fixtures.js';

interface IngressValues {
  readonly controller: { readonly replicaCount: number; readonly service: { readonly type: string } };
}

export default function build() {
  const root = repository();
  const dev = new Environment(root, 'dev', { cluster: Cluster.kubeconfig(root, 'dev', { context: 'dev' }) });
  const clusters = ['eu', 'us'].map((id) => Cluster.kubeconfig(root, id, { context: id }));
  const prod = new Environment(root, 'prod', { clusters, promotesFrom: dev });
  const addOns = { project: new AppProject(root, 'add-ons'), directory: 'infrastructure' } as const;

  // a Helm repository: values of base, overlay and cluster
  const ingress = new HelmApplication<IngressValues>(root, 'ingress', {
    ...addOns,
    chart: { repository: 'https://charts.example.com', name: 'ingress', version: '4.13.0' },
    values: { controller: { replicaCount: 1 } },
    clusterScopedKinds: [{ group: 'networking.k8s.io', kind: 'IngressClass' }],
    otherNamespaces: ['kube-system'],
    wave: -10,
  });
  ingress.overlay(dev, { chart: { version: '4.14.0' }, skipTests: true });
  ingress.overlay(prod, {
    values: { controller: { replicaCount: 4, service: null } },
    clusters: { us: { values: { controller: { service: { type: 'ClusterIP' } } } } },
  });

  // an OCI registry, value files of two other repositories, parameters
  const settings = Source.git({ repository: 'https://git.example.com/team/settings.git', revision: 'v3' });
  new HelmApplication(root, 'search', {
    chart: { repository: 'oci://registry.example.com/charts', name: 'search', version: '2.1.0' },
    valueFiles: [settings.file('search/values.yaml'), Source.here().file('settings/search.yaml')],
    parameters: { 'image.tag': '1.10', replicas: 2, 'debug.on': false },
    fileParameters: { config: settings.file('search/config.json') },
    releaseName: 'find',
    releaseNamespace: 'templates',
    ignoreMissingValueFiles: true,
    skipCrds: true,
    skipSchemaValidation: true,
    passCredentials: true,
    kubeVersion: '1.33.0',
    apiVersions: ['monitoring.coreos.com/v1'],
  }).overlay(dev);

  // a Git repository, without values: one source
  new HelmApplication(root, 'queue', {
    chart: { repository: 'https://git.example.com/team/queue.git', path: 'chart', revision: 'v1.*' },
  }).overlay(dev);

  // this repository: value files need no other source; the chart follows another branch
  new HelmApplication(root, 'web', {
    chart: { path: 'charts/web' },
    valueFiles: ['values-small.yaml'],
    values: { host: 'localhost' },
    argoApplication: { spec: { source: { targetRevision: 'stable' } } },
  }).overlay(dev, { values: { host: 'dev.example.com' } });
  return root;
}
