import type { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import { isRecord } from '../../manifest/kube-object.js';
import { isKubernetesRefusal } from './kubernetes-refusal.js';

/** How Kubernetes says that a field cannot change, word for word. */
const IMMUTABLE: readonly RegExp[] = [
  /^Invalid value: .*: field is immutable$/s,
  /^Forbidden: field is immutable when `immutable` is set$/,
  /^Invalid value: .*: may not change once set$/s,
  /^Invalid value: .*: cannot change roleRef$/s,
  /^Forbidden: updates to statefulset spec for fields other than .* are forbidden$/s,
  /^Forbidden: updates to [\w.]+ are forbidden\.?$/,
  /^Forbidden: may not be changed in an update\.?$/,
  /^Forbidden: pod updates may not change fields other than /,
  /^Forbidden: spec is immutable after creation except /,
  /^Forbidden: spec\.persistentvolumesource is immutable after creation/,
];

/**
 * Whether an update was refused only because fields cannot change: then, and only then, deleting the object
 * and making it again helps. Pure.
 *
 * Every cause has to be one of Kubernetes' own sentences, in Kubernetes' own answer for one of its own kinds.
 * What an admission webhook, a policy or a rule of a CRD says never counts.
 */
export function isImmutable(error: GitopsError, identity: Pick<ObjectIdentity, 'group' | 'name'>): boolean {
  const causes = error.data?.['causes'];
  return (
    isKubernetesRefusal(error, identity) && Array.isArray(causes) && causes.length > 0 && causes.every(isImmutableCause)
  );
}

function isImmutableCause(cause: unknown): boolean {
  if (
    !isRecord(cause) ||
    !cause['field'] ||
    !['FieldValueInvalid', 'FieldValueForbidden'].includes(String(cause['reason']))
  )
    return false;
  const text = String(cause['message']).trim();
  return IMMUTABLE.some((pattern) => pattern.test(text));
}
