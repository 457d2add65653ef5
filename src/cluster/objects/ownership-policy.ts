import { describeIdentity, type ObjectIdentity } from '../../manifest/identity.js';
import type { ConflictRule } from './conflict-rules.js';

/** What a run may take that is not ours. */
export interface OwnershipPolicy {
  /** Before the annotation of an object, which goes before the policy of the run. */
  readonly conflictRules?: readonly ConflictRule[];
  /** Objects that may be adopted, as `KIND/NAME`, `KIND/NAMESPACE/NAME`, or `NAMESPACE` for all in it. */
  readonly adoptable?: readonly string[];
  /** Take objects over from Argo CD. Default: false. */
  readonly takeover?: boolean;
  /**
   * Delete and make again what differs in a field that cannot change; never Namespaces,
   * CustomResourceDefinitions and volumes. Default: false.
   */
  readonly recreate?: boolean;
}

/**
 * The annotation by which an object in Git says that it takes over one of its name that belongs to nobody:
 * `true`.
 */
export const ADOPT_ANNOTATION = 'cdk8s-gitops.io/adopt';

/** Whether the run names this very object, or its namespace. Pure. */
export function isNamed(identity: ObjectIdentity, names: readonly string[]): boolean {
  const { kind, namespace, name } = identity;
  const own = [
    `${kind}/${name}`,
    describeIdentity(identity).replace(' ', '/'),
    ...(namespace === undefined ? [] : [`${kind}/${namespace}/${name}`, namespace]),
  ];
  return names.some((wanted) => own.includes(wanted));
}
