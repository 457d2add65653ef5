import type { ArgoApplicationSet } from '../../argocd/set/application-set.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_NAME = 253;

/** The problems with the names of the Argo Applications that an ApplicationSet generates. */
export function invalidNames(applications: readonly KubeObject[], set: ArgoApplicationSet): readonly GitopsError[] {
  const counts = new Map<string, number>();
  for (const { metadata } of applications) counts.set(metadata.name, (counts.get(metadata.name) ?? 0) + 1);
  return [...counts].flatMap(([name, count]) => {
    if (name === '')
      return [invalidError(set, `${count} of its Applications have no name`, 'Give spec.template.metadata.name.')];
    const unfilled = unfilledName(name, set);
    if (unfilled !== undefined) return [unfilled];
    if (!NAME.test(name) || name.length > MAX_NAME) {
      return [
        invalidError(
          set,
          `'${name}' is not a name for an Application`,
          'Lower-case letters, digits, - and . only; normalize makes such a name of any text.',
        ),
      ];
    }
    if (count > 1)
      return [
        invalidError(
          set,
          `${count} of its Applications are called '${name}'`,
          'Use a parameter in spec.template.metadata.name that differs.',
        ),
      ];
    return [];
  });
}

/**
 * The error for a name in which a parameter is missing. Go templates write `<no value>`, simple templates
 * keep the parameter.
 */
function unfilledName(name: string, set: ArgoApplicationSet): GitopsError | undefined {
  const simple = /\{\{([^{}]*)\}\}/.exec(name)?.[1]?.replace(/^-|-$/g, '').trim();
  if (!name.includes('<no value>') && simple === undefined) return undefined;
  const template = set.spec.template?.metadata?.name ?? '';
  const what = simple === undefined ? `a parameter in '${template}'` : `the parameter '${simple}'`;
  return invalidError(
    set,
    `'${name}' is not a name for an Application: ${what} has no value`,
    simple === undefined
      ? 'Correct the name of the parameter. goTemplateOptions: [missingkey=error] says which one it is.'
      : 'Correct the name of the parameter: no generator gives it.',
  );
}

function invalidError({ metadata }: ArgoApplicationSet, message: string, hint: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_APPLICATIONSET', `ApplicationSet '${metadata.name}': ${message}`, { hint });
}
