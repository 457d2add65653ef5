import { Size } from 'cdk8s';
import { Application, jsonPatch, type Patch, patch, type Repository, syncWave } from 'cdk8s-gitops';
import {
  ConfigMap,
  Cpu,
  Deployment,
  HorizontalPodAutoscaler,
  LabelSelector,
  Metric,
  MetricTarget,
  NetworkPolicy,
  NetworkPolicyPort,
  NetworkPolicyTrafficDefault,
  Pods,
  Probe,
  Service,
  StatefulSet,
  Volume,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

export interface CatalogProps {
  readonly image: string;
  readonly databaseImage: string;
  readonly maxReplicas: number;
  readonly storage: Size;
  readonly storageClass: string;
}

/** What an environment can patch or leave out. */
export interface CatalogHandles {
  readonly api: Deployment;
  readonly database: StatefulSet;
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly service: Service;
}

/** The product catalog: an API that scales by load, and a database with a volume of its own. */
export class Catalog extends Application<CatalogProps, CatalogHandles> {
  constructor(repository: Repository) {
    super(repository, 'catalog', {
      project: 'shop',
      base: {
        image: 'registry.example.com/catalog/api:3.0.1',
        databaseImage: 'registry.example.com/postgres:17.2',
        maxReplicas: 3,
        storage: Size.gibibytes(1),
        storageClass: 'gp3',
      },
      // The autoscaler owns this field, Git does not.
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'catalog', jsonPointers: ['/spec/replicas'] }],
    });
  }

  protected override resources(scope: Construct, props: Readonly<CatalogProps>): CatalogHandles {
    const settings = new ConfigMap(scope, 'database-settings', {
      metadata: { name: 'catalog-database' },
      data: { 'postgresql.conf': 'max_connections = 100\nshared_buffers = 128MB\n' },
    });
    const service = new Service(scope, 'database-service', {
      metadata: { name: 'catalog-database' },
      clusterIP: 'None',
      ports: [{ name: 'postgres', port: 5432 }],
    });
    const database = new StatefulSet(scope, 'database', {
      metadata: { name: 'catalog-database', labels: DATABASE },
      podMetadata: { labels: DATABASE },
      select: false,
      service,
    });
    database.select(LabelSelector.of({ labels: DATABASE }));
    const container = database.addContainer({
      name: 'postgres',
      image: props.databaseImage,
      portNumber: 5432,
      resources: {
        cpu: { request: Cpu.millis(100) },
        memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) },
      },
      securityContext: { user: 999, readOnlyRootFilesystem: false },
    });
    container.mount('/etc/postgresql', Volume.fromConfigMap(scope, 'settings-volume', settings, { name: 'settings' }));

    const api = new Deployment(scope, 'api', {
      metadata: { name: 'catalog', labels: API },
      podMetadata: { labels: API },
      select: false,
    });
    api.select(LabelSelector.of({ labels: API }));
    api.addContainer({
      name: 'api',
      image: props.image,
      portNumber: 8080,
      readiness: Probe.fromHttpGet('/healthz', { port: 8080 }),
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
      },
      securityContext: { user: 1000 },
    });
    syncWave(api, 10);

    const autoscaler = new HorizontalPodAutoscaler(scope, 'autoscaler', {
      // Without traffic there are no metrics: that must not hold back a delivery.
      metadata: { name: 'catalog', annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
      target: api,
      minReplicas: 1,
      maxReplicas: props.maxReplicas,
      metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
    });
    syncWave(autoscaler, 20);

    new NetworkPolicy(scope, 'database-access', {
      metadata: { name: 'catalog-database' },
      selector: Pods.select(scope, 'database-pods', { labels: DATABASE }),
      ingress: {
        default: NetworkPolicyTrafficDefault.DENY,
        rules: [{ peer: Pods.select(scope, 'api-pods', { labels: API }), ports: [NetworkPolicyPort.tcp(5432)] }],
      },
    });

    return { api, autoscaler, database, service };
  }

  /**
   * What cdk8s-plus cannot say: claim templates, and a Service of a StatefulSet that selects by our own
   * labels.
   */
  protected override patches(
    { database, service }: CatalogHandles,
    { storage, storageClass }: Readonly<CatalogProps>,
  ): readonly Patch[] {
    const claim = {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass,
      resources: { requests: { storage: storage.asString() } },
    };
    return [
      patch(database, {
        spec: {
          template: {
            spec: {
              containers: [
                { name: 'postgres', volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }] },
              ],
            },
          },
          volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }],
        },
      }),
      jsonPatch(service, [{ op: 'replace', path: '/spec/selector', value: DATABASE }]),
    ];
  }
}

/** Names and selectors are given, not derived: they must never change. */
const API = { 'app.kubernetes.io/name': 'catalog', 'app.kubernetes.io/component': 'api' };
const DATABASE = { 'app.kubernetes.io/name': 'catalog', 'app.kubernetes.io/component': 'database' };
