import { DEPLOYER } from './key-store.js';

/** One object to create, with the collection it is posted to. */
export interface BootstrapObject {
  readonly collection: string;
  readonly object: Readonly<Record<string, unknown>> & { readonly metadata: { readonly name: string } };
}

/**
 * Classes that a claim can name, the first is the default; `gp2` and `gp3` are what manifests for EKS say.
 */
const STORAGE_CLASSES = ['local', 'gp2', 'gp3'];

/** What a fresh cluster needs before it is useful: nodes, the ordinary user's rights, storage classes. */
export function bootstrapObjects(nodes: number): readonly BootstrapObject[] {
  return [deployerBinding(), ...fakeNodes(nodes), ...STORAGE_CLASSES.map(storageClass)];
}

function deployerBinding(): BootstrapObject {
  return {
    collection: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    object: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'deployers' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: DEPLOYER.groups.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })),
    },
  };
}

/** Nodes without a machine; kwok keeps them ready. */
export function fakeNodes(count: number): readonly BootstrapObject[] {
  const size = { cpu: '64', memory: '512Gi', pods: '2000', 'ephemeral-storage': '1Ti' };
  return Array.from({ length: count }, (_, index) => ({
    collection: '/api/v1/nodes',
    object: {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: `node-${index}`,
        annotations: { 'kwok.x-k8s.io/node': 'fake' },
        labels: {
          'kubernetes.io/hostname': `node-${index}`,
          'kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'topology.kubernetes.io/region': 'local',
          'topology.kubernetes.io/zone': `local-${'abc'[index % 3]}`,
        },
      },
      status: { capacity: size, allocatable: size },
    },
  }));
}

function storageClass(name: string): BootstrapObject {
  const isDefault = name === STORAGE_CLASSES[0];
  return {
    collection: '/apis/storage.k8s.io/v1/storageclasses',
    object: {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name, ...(isDefault && { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }) },
      provisioner: 'local.cdk8s-gitops.io/volumes',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  };
}
