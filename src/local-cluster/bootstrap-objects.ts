import { DEPLOYER } from './key-store.js';

/** One object to create, with the collection it is posted to. */
export interface BootstrapObject {
  readonly collection: string;
  readonly object: Readonly<Record<string, unknown>> & { readonly metadata: { readonly name: string } };
}

/** Classes that a claim can name, the first is the default; `gp2` and `gp3` are what manifests for EKS say. */
const STORAGE_CLASSES = ['local', 'gp2', 'gp3'];
const VOLUMES_PER_CLASS = 24;

/** What a fresh cluster needs before it is useful: nodes, the ordinary user's rights, volumes to claim. */
export function bootstrapObjects(nodes: number): readonly BootstrapObject[] {
  return [deployerBinding(), ...fakeNodes(nodes), ...STORAGE_CLASSES.map(storageClass), ...STORAGE_CLASSES.flatMap(volumes)];
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

function fakeNodes(count: number): readonly BootstrapObject[] {
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
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  };
}

/** Nothing provisions volumes here, so there is a stock; the controller-manager binds and recycles them. The path is never mounted. */
function volumes(storageClassName: string): readonly BootstrapObject[] {
  return Array.from({ length: VOLUMES_PER_CLASS }, (_, index) => ({
    collection: '/api/v1/persistentvolumes',
    object: {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${storageClassName}-${index}` },
      spec: {
        storageClassName,
        capacity: { storage: '1Ti' },
        accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'],
        persistentVolumeReclaimPolicy: 'Recycle',
        hostPath: { path: `/local/${storageClassName}-${index}` },
      },
    },
  }));
}
