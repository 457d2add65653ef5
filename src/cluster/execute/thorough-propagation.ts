import type { ObjectIdentity } from '../../manifest/identity.js';
import type { Propagation } from '../objects/delete-object.js';

/** Kinds that own nothing: for them the garbage collector, which takes its time, has nothing to wait for. */
const LEAVES = [
  '/ConfigMap',
  '/Secret',
  '/ServiceAccount',
  'networking.k8s.io/NetworkPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
];

/** How an object is deleted that has to be gone with all that it owns, such as the pods of a Job. */
export function thoroughPropagation({ group, kind }: Pick<ObjectIdentity, 'group' | 'kind'>): Propagation {
  return LEAVES.includes(`${group}/${kind}`) ? 'Background' : 'Foreground';
}
