import { ApiObject, JsonPatch, Size } from 'cdk8s';
import { Application, type Repository, syncWave } from 'cdk8s-gitops';
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
    const database = this.database(scope, props);

    const labels = { 'app.kubernetes.io/name': 'catalog', 'app.kubernetes.io/component': 'api' };
    const api = new Deployment(scope, 'api', { metadata: { name: 'catalog', labels }, podMetadata: { labels }, select: false });
    api.select(LabelSelector.of({ labels }));
    api.addContainer({
      name: 'api',
      image: props.image,
      portNumber: 8080,
      readiness: Probe.fromHttpGet('/healthz', { port: 8080 }),
      resources: { cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) } },
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
      selector: database,
      ingress: {
        default: NetworkPolicyTrafficDefault.DENY,
        rules: [{ peer: Pods.select(scope, 'api-pods', { labels }), ports: [NetworkPolicyPort.tcp(5432)] }],
      },
    });

    return { api, database, autoscaler };
  }

  private database(scope: Construct, props: Readonly<CatalogProps>): StatefulSet {
    const labels = { 'app.kubernetes.io/name': 'catalog', 'app.kubernetes.io/component': 'database' };
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
      metadata: { name: 'catalog-database', labels },
      podMetadata: { labels },
      select: false,
      service,
    });
    database.select(LabelSelector.of({ labels }));
    const container = database.addContainer({
      name: 'postgres',
      image: props.databaseImage,
      portNumber: 5432,
      resources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) } },
      securityContext: { user: 999, readOnlyRootFilesystem: false },
    });
    container.mount('/etc/postgresql', Volume.fromConfigMap(scope, 'settings-volume', settings, { name: 'settings' }));

    // cdk8s-plus knows no claim templates: its escape hatch adds what is missing.
    ApiObject.of(database).addJsonPatch(
      JsonPatch.add('/spec/template/spec/containers/0/volumeMounts/-', { name: 'data', mountPath: '/var/lib/postgresql/data' }),
      JsonPatch.add('/spec/volumeClaimTemplates', [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: props.storageClass,
            resources: { requests: { storage: props.storage.asString() } },
          },
        },
      ]),
    );
    return database;
  }
}
