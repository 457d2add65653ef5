import type { GitopsError } from '../../errors.js';
import { BUILT_IN_GROUPS } from '../../manifest/built-in-groups.js';
import type { ObjectIdentity } from '../../manifest/identity.js';

/**
 * Whether it was Kubernetes itself that refused an object of one of its own kinds. What an admission webhook,
 * a policy or a rule of a CustomResourceDefinition says is anybody's, and no reason to look further or to
 * delete anything. Pure.
 */
export function isKubernetesRefusal(
  error: GitopsError,
  { group, name }: Pick<ObjectIdentity, 'group' | 'name'>,
): boolean {
  const { status, reason, message } = error.data ?? {};
  if (status !== 422 || reason !== 'Invalid' || !BUILT_IN_GROUPS.has(group)) return false;
  const words = String(message);
  return words.startsWith(`${words.split(' ', 1)[0]} "${name}" is invalid: `);
}
