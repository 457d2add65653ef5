// N objects over 10 namespaces (not part of N): 40 % Deployments without replicas, 20 % Services, 20 %
// ConfigMaps, 10 % ServiceAccounts, 5 % Roles, 5 % RoleBindings.
const kindOf = (index) =>
  [
    'Deployment',
    'Deployment',
    'Deployment',
    'Deployment',
    'Service',
    'Service',
    'ConfigMap',
    'ConfigMap',
    'ServiceAccount',
    Math.floor(index / 10) % 2 ? 'RoleBinding' : 'Role',
  ][index % 10];

export const NAMESPACES = Array.from({ length: 10 }, (_, index) => `bench-${index}`);
export const PATHS = {
  Deployment: '/apis/apps/v1/#deployments',
  Service: '/api/v1/#services',
  ConfigMap: '/api/v1/#configmaps',
  ServiceAccount: '/api/v1/#serviceaccounts',
  Role: '/apis/rbac.authorization.k8s.io/v1/#roles',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/#rolebindings',
};

/** The objects; one in a hundred differs in version 2, and one in ten, a ConfigMap, is gone in version 3. */
export function workload(count, version) {
  const all = Array.from({ length: count }, (_, index) =>
    object(index, version === 2 && index % 100 === 1 ? '2' : '1'),
  );
  return version === 3 ? all.filter((_, index) => index % 10 !== 6) : all;
}

function object(index, revision) {
  const kind = kindOf(index);
  const name = `app-${index}`;
  const namespace = NAMESPACES[Math.floor(index / 10) % 10];
  const selector = { 'app.kubernetes.io/name': name };
  const metadata = {
    name,
    namespace,
    labels: { ...selector, 'app.kubernetes.io/part-of': 'bench', bench: 'yes' },
    annotations: { 'example.com/revision': revision },
  };
  const rbac = 'rbac.authorization.k8s.io';
  switch (kind) {
    case 'Deployment':
      return {
        apiVersion: 'apps/v1',
        kind,
        metadata,
        spec: {
          replicas: 0,
          revisionHistoryLimit: 2,
          selector: { matchLabels: selector },
          template: { metadata: { labels: selector }, spec: podSpec(name, revision) },
        },
      };
    case 'Service':
      return {
        apiVersion: 'v1',
        kind,
        metadata,
        spec: { type: 'ClusterIP', selector, ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }] },
      };
    case 'ConfigMap':
      return {
        apiVersion: 'v1',
        kind,
        metadata,
        data: {
          'app.properties': Array.from({ length: 20 }, (_, line) => `key.${line}=value-${line}-${index}`).join('\n'),
          revision,
        },
      };
    case 'ServiceAccount':
      return { apiVersion: 'v1', kind, metadata, automountServiceAccountToken: false };
    case 'Role':
      return {
        apiVersion: `${rbac}/v1`,
        kind,
        metadata,
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
      };
    default:
      return {
        apiVersion: `${rbac}/v1`,
        kind,
        metadata,
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
      };
  }
}

function podSpec(name, revision) {
  return {
    terminationGracePeriodSeconds: 30,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'main',
        image: `registry.example.com/team/${name}:1.0.${revision}`,
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: [
          { name: 'REVISION', value: revision },
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        ],
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
        livenessProbe: { httpGet: { path: '/live', port: 'http' }, periodSeconds: 10 },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: {} }],
  };
}
