import { trimEndOf } from '../../host/trim-end-of.js';
import { meantWord } from '../meant-word.js';

/** Why Argo CD refuses a policy, and whether the policy still works when it comes from Git. */
export interface RolePolicyProblem {
  readonly message: string;
  readonly hint: string;
  /** True when the policy works from Git, and only the API of Argo CD refuses to save it. */
  readonly works?: true;
}

const RESOURCES = ['applications', 'applicationsets', 'logs', 'exec', 'clusters', 'repositories'];
const ACTIONS = ['get', 'create', 'update', 'delete', 'sync', 'override', '*'];
const EFFECTS = ['allow', 'deny'];
const FORM = 'p, proj:<project>:<role>, <resource>, <action>, <project>/<application>, allow';

/**
 * The reason for which Argo CD refuses a policy of a project's role; undefined when Argo CD accepts it. Pure.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/pkg/apis/application/v1alpha1/types.go
 * `validatePolicy`
 */
export function rolePolicyProblem(project: string, role: string, policy: string): RolePolicyProblem | undefined {
  const parts = policy.split(',').map((part) => trimEndOf(part.replace(/^ +/, ''), ' '));
  const [type, subject = '', resource = '', action = '', object = '', effect = ''] = parts;
  if (policy.trim() === '' || policy.trim().startsWith('#'))
    return { message: 'is empty or a comment', hint: 'Remove it.', works: true };
  if (type === 'g' && parts.length === 3)
    return { message: 'is a group and no policy', hint: "Give the group in 'groups' of the role.", works: true };
  if (parts.length !== 6 || type !== 'p')
    return {
      message: `does not have the form '${FORM}': Argo CD then reads no role of the project`,
      hint: `Write six parts that begin with 'p'.`,
    };
  const expected = `proj:${project}:${role}`;
  if (subject !== expected)
    return { message: `is for '${subject}' and not for the role '${expected}'`, hint: `Write '${expected}'.` };
  if (!RESOURCES.includes(resource))
    return {
      message: `has the resource '${resource}', which no role of a project has`,
      hint: meantWord(resource, RESOURCES),
    };
  if (!ACTIONS.includes(action) && !/(action|update|delete)\/[^\n]*/.test(action))
    return {
      message: `has the action '${action}', which does not exist`,
      hint: meantWord(action, [...ACTIONS, 'action/*']),
    };
  if (!isObject(project, object))
    return {
      message: `has the object '${object}', which is not an application of the project`,
      hint: `Write '${project}/*', '${project}/<application>' or '${project}/<namespace>/<application>'.`,
    };
  return EFFECTS.includes(effect)
    ? undefined
    : { message: `has the effect '${effect}', which is neither allow nor deny`, hint: meantWord(effect, EFFECTS) };
}

function isObject(project: string, object: string): boolean {
  return object.startsWith(`${project}/`) && /^(\/[*\w.-]+){1,2}$/.test(object.slice(project.length));
}
