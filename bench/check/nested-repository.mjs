// A repository with nested apps of apps, and cluster-wide resources as one kustomization for each: the shape
// of operate-first/apps, with 123 Argo Applications and 1,168 kustomizations.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const NESTED = { applications: 123, kustomizations: 1_168 };

const CLUSTERS = ['dev/alpha', 'dev/beta', 'prod/gamma', 'prod/delta', 'prod/epsilon', 'stage/zeta'];
/** Applications of each cluster beside that of its cluster-wide resources; with the apps of apps 123. */
const APPS = [40, 25, 15, 12, 11, 7];
const LARGEST = 'dev/alpha';
const URL_ = 'https://git.example.com/team/deploy.git';

const object = (apiVersion, kind, name, rest = {}) => ({ apiVersion, kind, metadata: { name }, ...rest });

/** Writes it into a folder. @returns the folders that its Argo Applications name */
export function writeNestedRepository(folder) {
  let kustomizations = 0;
  const write = (path, ...documents) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, documents.map((one) => `${JSON.stringify(one, null, 2)}\n`).join('---\n'));
  };
  const kustomization = (at, fields) => {
    kustomizations += 1;
    write(`${at}/kustomization.yaml`, {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      ...fields,
    });
  };
  const paths = [];
  const application = (at, name, path, namespace, cluster = 'in-cluster') => {
    paths.push(path);
    write(
      `${at}/${name}.yaml`,
      object('argoproj.io/v1alpha1', 'Application', name, {
        spec: {
          project: 'apps',
          source: { repoURL: URL_, path, targetRevision: 'HEAD' },
          destination: { name: cluster, namespace },
        },
      }),
    );
  };

  const argo = 'argo/overlays/hub';
  write('argo/root.yaml', {
    ...object('argoproj.io/v1alpha1', 'Application', 'root', {
      spec: {
        project: 'apps',
        source: { repoURL: URL_, path: argo, targetRevision: 'HEAD' },
        destination: { name: 'in-cluster', namespace: 'argocd' },
      },
    }),
  });
  paths.push(argo);
  kustomization(argo, { resources: ['project.yaml', 'clusters.yaml', 'apps'], namespace: 'argocd' });
  write(
    `${argo}/project.yaml`,
    object('argoproj.io/v1alpha1', 'AppProject', 'apps', {
      spec: {
        sourceRepos: ['*'],
        destinations: [{ name: '*', server: '*', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    }),
  );
  write(
    `${argo}/clusters.yaml`,
    ...CLUSTERS.map(nameOf).map((name) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
      stringData: { name, server: `https://${name}.example.com` },
    })),
  );
  kustomization(`${argo}/apps`, { resources: CLUSTERS.map((cluster) => `of-${nameOf(cluster)}.yaml`) });
  for (const [index, cluster] of CLUSTERS.entries()) {
    const [environment, name] = cluster.split('/');
    const at = `argo/envs/${cluster}`;
    application(`${argo}/apps`, `of-${name}`, at, 'argocd');
    const apps = Array.from({ length: APPS[index] }, (_, number) => `app-${number}`);
    kustomization(at, {
      resources: [`cluster-${name}.yaml`, ...apps.map((app) => `${app}-${name}.yaml`)],
      labels: [{ pairs: { environment } }],
      namespace: 'argocd',
    });
    application(at, `cluster-${name}`, `cluster/overlays/${cluster}`, 'cluster', name);
    for (const app of apps) {
      application(at, `${app}-${name}`, `${app}/overlays/${cluster}`, app, name);
      writeOverlay(app, cluster, { write, kustomization });
    }
  }
  for (let app = 0; app < APPS[0]; app++) writeBase(`app-${app}`, { write, kustomization });
  writeClusterWide(NESTED.kustomizations - kustomizations - CLUSTERS.length, { write, kustomization });
  if (kustomizations !== NESTED.kustomizations) throw new Error(`${kustomizations} kustomizations`);
  return paths;
}

function nameOf(cluster) {
  return cluster.split('/')[1];
}

function writeBase(app, { write, kustomization }) {
  const labels = { app };
  const env = Array.from({ length: 20 }, (_, at) => ({ name: `SETTING_${at}`, value: `value ${at}` }));
  const containers = [
    { name: 'web', image: `registry.example.com/${app}:1.0.0`, env, ports: [{ containerPort: 8080 }] },
    { name: 'proxy', image: 'registry.example.com/proxy:2', args: ['--upstream=http://localhost:8080'] },
  ];
  write(
    `${app}/base/deployment.yaml`,
    object('apps/v1', 'Deployment', app, {
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    }),
  );
  write(
    `${app}/base/service.yaml`,
    object('v1', 'Service', app, { spec: { selector: labels, ports: [{ port: 80 }] } }),
  );
  write(`${app}/base/account.yaml`, object('v1', 'ServiceAccount', app));
  write(`${app}/base/config.yaml`, object('v1', 'ConfigMap', app, { data: { 'app.conf': 'line = 1\n'.repeat(100) } }));
  kustomization(`${app}/base`, { resources: ['deployment.yaml', 'service.yaml', 'account.yaml', 'config.yaml'] });
}

function writeOverlay(app, cluster, { write, kustomization }) {
  const at = `${app}/overlays/${cluster}`;
  const env = [{ name: 'SETTING_1', value: cluster }];
  write(
    `${at}/patch.yaml`,
    object('apps/v1', 'Deployment', app, {
      spec: { replicas: 3, template: { spec: { containers: [{ name: 'web', env }] } } },
    }),
  );
  kustomization(at, {
    resources: ['../../../base'],
    patches: [{ path: 'patch.yaml' }],
    images: [{ name: `registry.example.com/${app}`, newTag: '1.4.0' }],
    namespace: app,
  });
}

/** One folder for each object; a cluster names those that it has. */
function writeClusterWide(count, { write, kustomization }) {
  const bases = Array.from({ length: count }, (_, index) => {
    const [kind, apiVersion] = [
      ['Namespace', 'v1'],
      ['ClusterRole', 'rbac.authorization.k8s.io/v1'],
      ['ResourceQuota', 'v1'],
    ][index % 3];
    const at = `cluster/base/${kind.toLowerCase()}s/thing-${index}`;
    write(`${at}/object.yaml`, {
      ...object(apiVersion, kind, `thing-${index}`),
      ...(kind === 'ClusterRole' ? { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] } : {}),
      ...(kind === 'ResourceQuota' ? { spec: { hard: { pods: '10', 'requests.cpu': '4' } } } : {}),
    });
    kustomization(at, { resources: ['object.yaml'] });
    return at;
  });
  for (const [index, cluster] of CLUSTERS.entries()) {
    const at = `cluster/overlays/${cluster}`;
    const own = bases.filter((_, number) => (cluster === LARGEST ? number % 10 < 7 : number % 10 === index));
    kustomization(at, { resources: own.map((base) => `../../../../${base}`) });
  }
}
