import { identityOf, type ObjectIdentity } from '../manifest/identity.js';
import { isRecord, type KubeObject } from '../manifest/kube-object.js';
import { anyText } from '../manifest/untyped.js';

/** Which kinds have no namespace. */
export interface Scopes {
  isClusterScoped(identity: { readonly group: string; readonly kind: string }): boolean;
}

/** Cluster-scoped kinds of Kubernetes 1.36 and of add-ons met everywhere; `group/Kind`. */
const KNOWN = new Set([
  ...['Namespace', 'Node', 'PersistentVolume', 'ComponentStatus'].map((kind) => `/${kind}`),
  ...['ClusterRole', 'ClusterRoleBinding'].map((kind) => `rbac.authorization.k8s.io/${kind}`),
  ...['StorageClass', 'CSIDriver', 'CSINode', 'VolumeAttachment', 'VolumeAttributesClass'].map(
    (kind) => `storage.k8s.io/${kind}`,
  ),
  ...[
    'MutatingWebhookConfiguration',
    'ValidatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
  ].map((kind) => `admissionregistration.k8s.io/${kind}`),
  ...['ClusterTrustBundle', 'CertificateSigningRequest'].map((kind) => `certificates.k8s.io/${kind}`),
  ...['FlowSchema', 'PriorityLevelConfiguration'].map((kind) => `flowcontrol.apiserver.k8s.io/${kind}`),
  ...['IngressClass', 'IPAddress', 'ServiceCIDR', 'ClusterNetworkPolicy'].map((kind) => `networking.k8s.io/${kind}`),
  ...['DeviceClass', 'ResourceSlice', 'DeviceTaintRule'].map((kind) => `resource.k8s.io/${kind}`),
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'node.k8s.io/RuntimeClass',
  'scheduling.k8s.io/PriorityClass',
  'storagemigration.k8s.io/StorageVersionMigration',
  'gateway.networking.k8s.io/GatewayClass',
  'snapshot.storage.k8s.io/VolumeSnapshotClass',
  'snapshot.storage.k8s.io/VolumeSnapshotContent',
  'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ClusterSecretStore',
  'external-secrets.io/ClusterExternalSecret',
  'kyverno.io/ClusterPolicy',
  'karpenter.sh/NodePool',
  'karpenter.k8s.aws/EC2NodeClass',
]);

/**
 * What is known of the scope of kinds: Kubernetes' own, the CRDs among the objects, and what the Repository
 * declares. Anything else counts as namespaced.
 */
export function scopesOf(
  objects: Iterable<KubeObject>,
  declared: readonly { readonly group: string; readonly kind: string }[],
): Scopes {
  const known = new Set([...KNOWN, ...declared.map(({ group, kind }) => `${group}/${kind}`)]);
  for (const object of objects) {
    const kind = clusterScopedKindOf(object);
    if (kind) known.add(kind);
  }
  return { isClusterScoped: ({ group, kind }) => known.has(`${group}/${kind}`) };
}

/**
 * The object's identity in a cluster: with the namespace the Argo Application supplies, without one for
 * cluster-scoped kinds.
 */
export function placedIdentity(object: KubeObject, namespace: string, scopes: Scopes): ObjectIdentity {
  const identity = identityOf(object);
  if (scopes.isClusterScoped(identity)) return { group: identity.group, kind: identity.kind, name: identity.name };
  return { ...identity, namespace: identity.namespace ?? namespace };
}

function clusterScopedKindOf(object: KubeObject): string | undefined {
  if (object.kind !== 'CustomResourceDefinition') return undefined;
  const spec = object['spec'];
  if (!isRecord(spec) || spec['scope'] !== 'Cluster' || !isRecord(spec['names'])) return undefined;
  return `${anyText(spec['group'])}/${anyText(spec['names']['kind'])}`;
}
