import type { ArgoApplicationSet } from '../../argocd/set/application-set.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_NAME = 253;

/** What is wrong with the names of the Argo Applications that an ApplicationSet makes. */
export function invalidNames(applications: readonly KubeObject[], set: ArgoApplicationSet): readonly GitopsError[] {
  const counts = new Map<string, number>();
  for (const { metadata } of applications) counts.set(metadata.name, (counts.get(metadata.name) ?? 0) + 1);
  return [...counts].flatMap(([name, count]) => {
    if (name === '')
      return [invalidError(set, `${count} of its Applications have no name`, 'Give spec.template.metadata.name.')];
    if (!NAME.test(name) || name.length > MAX_NAME) {
      return [
        invalidError(
          set,
          `'${name}' is no name for an Application`,
          'Lower-case letters, digits, - and . only; normalize makes such a name of any text.',
        ),
      ];
    }
    if (count > 1)
      return [
        invalidError(
          set,
          `${count} of its Applications are called '${name}'`,
          'Let spec.template.metadata.name tell them apart.',
        ),
      ];
    return [];
  });
}

function invalidError({ metadata }: ArgoApplicationSet, message: string, hint: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_APPLICATIONSET', `ApplicationSet '${metadata.name}': ${message}`, { hint });
}
