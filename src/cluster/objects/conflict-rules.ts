import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { ConflictPolicy, FieldConflict } from './conflicts.js';

/**
 * The annotation by which an object in Git says what is done about conflicts over its fields:
 * `yield=.spec.replicas,take=.data`.
 */
export const CONFLICTS_ANNOTATION = 'cdk8s-gitops.io/conflicts';

/** What to do about conflicts over some fields. */
export interface ConflictRule {
  readonly policy: ConflictPolicy;
  /** Only objects of this kind. Default: all kinds. */
  readonly kind?: string;
  /** Only in this API group; empty for the core group. Default: all groups. */
  readonly group?: string;
  /**
   * A field as the API server writes it (`.spec.replicas`), with everything below it; `[*]` is every item of
   * a list. Default: all fields.
   */
  readonly field?: string;
  /** Only against this field manager. Default: all. */
  readonly manager?: string;
}

const POLICIES: readonly ConflictPolicy[] = ['auto', 'take', 'yield', 'fail'];
const FLAG_HINT =
  "Write [GROUP/]KIND[:FIELD][@MANAGER]=POLICY, such as 'apps/Deployment:.spec.replicas=yield', '*:.metadata.annotations=take', 'Secret=fail'.";
const ANNOTATION_HINT = "Write POLICY=FIELD[@MANAGER], separated by commas, such as 'yield=.spec.replicas,take=.data'.";

/**
 * Reads `[GROUP/]KIND[:FIELD][@MANAGER]=POLICY`, the value of `--conflicts-for`. `*` is any kind; a kind
 * without a group is that kind of any group.
 *
 * @throws GitopsError CLUSTER_CONFLICT_RULE
 */
export function parseConflictRule(text: string): ConflictRule {
  const [target, policy] = splitLast(text, '=');
  if (target === undefined || !isPolicy(policy))
    throw malformed(`'${text}' does not end in =${POLICIES.join(', =')}`, FLAG_HINT);
  const colon = target.indexOf(':');
  const [withoutField, afterColon] =
    colon < 0 ? [target, undefined] : [target.slice(0, colon), target.slice(colon + 1)];
  const [groupKind = '', manager] = afterColon === undefined ? splitManager(withoutField) : [withoutField];
  const match = /^(?:([a-z0-9.-]*)\/)?(\*|[A-Z][A-Za-z0-9]*)$/.exec(groupKind);
  if (!match) throw malformed(`'${groupKind}' in '${text}' is not a kind`, FLAG_HINT);
  const [, group, kind] = match;
  const where =
    afterColon === undefined ? { ...(manager ? { manager } : {}) } : parseField(afterColon, text, FLAG_HINT);
  return { policy, ...(kind === '*' ? {} : { kind: kind! }), group, ...where };
}

/**
 * The rules that an object in Git states for itself, the first that fits goes.
 *
 * @throws GitopsError CLUSTER_CONFLICT_RULE, all that is wrong at once
 */
export function conflictRulesOf(manifest: KubeObject, identity: ObjectIdentity): readonly ConflictRule[] {
  const text = manifest.metadata.annotations?.[CONFLICTS_ANNOTATION];
  if (text === undefined) return [];
  const problems: GitopsError[] = [];
  const rules = splitOutside(text, ',').flatMap((part): ConflictRule[] => {
    try {
      const trimmed = part.trim();
      const equals = trimmed.indexOf('=');
      const policy = trimmed.slice(0, Math.max(equals, 0));
      if (!isPolicy(policy))
        throw malformed(`'${trimmed}' does not begin with ${POLICIES.join('=, ')}=`, ANNOTATION_HINT);
      return [{ policy, ...parseField(trimmed.slice(equals + 1), trimmed, ANNOTATION_HINT) }];
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      const object = describeIdentity(identity);
      problems.push(
        error.with({ message: `annotation '${CONFLICTS_ANNOTATION}' of ${object}: ${error.message}`, object }),
      );
      return [];
    }
  });
  GitopsError.throwAll(problems);
  return rules;
}

/** The policy of the first rule that is about this conflict. Pure. */
export function policyFor(
  conflict: FieldConflict,
  { group, kind }: ObjectIdentity,
  rules: readonly ConflictRule[],
): ConflictPolicy | undefined {
  return rules.find(
    (rule) =>
      (rule.kind === undefined || rule.kind === kind) &&
      (rule.group === undefined || rule.group === group) &&
      (rule.manager === undefined || rule.manager === conflict.manager) &&
      (rule.field === undefined || covers(rule.field, conflict.field)),
  )?.policy;
}

/** True for the field itself and everything below it. */
function covers(pattern: string, field: string): boolean {
  const source = pattern.split('[*]').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('\\[(?:"(?:[^"\\\\]|\\\\.)*"|[^\\]"])*\\]')}(?=$|[.\\[])`).test(field);
}

function parseField(text: string, whole: string, hint: string): { readonly field?: string; readonly manager?: string } {
  const [field = '', manager] = splitManager(text);
  if (!/^\.[^.[]|^\.$/.test(field))
    throw malformed(`'${field}' in '${whole}' is not a field: fields begin with a dot`, hint);
  return { ...(field === '.' ? {} : { field }), ...(manager ? { manager } : {}) };
}

/** The text after the last `@` outside of brackets and quotes. */
function splitManager(text: string): readonly [string, string?] {
  const parts = splitOutside(text, '@');
  const manager = parts.at(-1);
  return parts.length < 2 || manager === undefined ? [text] : [parts.slice(0, -1).join('@'), manager];
}

function splitLast(text: string, separator: string): readonly [string?, string?] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Splits where the separator is not inside brackets: keys of list items hold commas. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '[') depth += 1;
    if (character === ']') depth -= 1;
    if (character === separator && depth <= 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

function isPolicy(text: string | undefined): text is ConflictPolicy {
  return POLICIES.some((policy) => policy === text);
}

function malformed(message: string, hint: string): GitopsError {
  return new GitopsError('CLUSTER_CONFLICT_RULE', message, { hint });
}
