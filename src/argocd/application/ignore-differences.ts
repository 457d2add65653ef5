import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { textsOf } from '../../manifest/untyped.js';
import { parseYaml } from '../../manifest/yaml.js';
import { matchesGlob } from '../glob.js';

/** Fields of objects in which a difference is ignored. */
export interface IgnoreRule {
  /** The group and the kind, as globs. */
  readonly group: string;
  readonly kind: string;
  /** The exact name. Absent: every name. */
  readonly name?: string;
  readonly namespace?: string;
  /** JSON pointers, such as `/spec/replicas`; `~1` is `/`, `~0` is `~`. */
  readonly jsonPointers: readonly string[];
  readonly jqPathExpressions: readonly string[];
  /** Field managers whose fields are ignored. */
  readonly managedFieldsManagers: readonly string[];
}

const CUSTOMIZATIONS = 'resource.customizations';
const PREFIX = `${CUSTOMIZATIONS}.ignoreDifferences.`;

/**
 * The rules of an Argo Application, and those for all in the ConfigMap `argocd-cm`:
 * `resource.customizations.ignoreDifferences.<group>_<Kind>` or `.all`, and the older
 * `resource.customizations`.
 *
 * @param own `spec.ignoreDifferences`
 * @throws GitopsError ARGOCD_INVALID_CUSTOMIZATION, all problems at once
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
 */
export function readIgnoreRules(own: unknown, settings?: KubeObject): readonly IgnoreRule[] {
  const problems: GitopsError[] = [];
  const data = isRecord(settings?.['data']) ? settings['data'] : {};
  const shared = Object.entries(data)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([key, value]) => {
      if (typeof value !== 'string' || (key !== CUSTOMIZATIONS && !key.startsWith(PREFIX))) return [];
      try {
        return key === CUSTOMIZATIONS ? allInOne(value) : keyed(key, value);
      } catch (error) {
        if (!GitopsError.is(error)) throw error;
        problems.push(error);
        return [];
      }
    });
  GitopsError.throwAll(problems);
  return [...(Array.isArray(own) ? own.filter(isRecord) : []).map(toRule), ...shared].filter(says);
}

/** The rules that apply to an object. Pure. */
export function ignoreRulesFor(
  rules: readonly IgnoreRule[],
  { group, kind, namespace = '', name }: ObjectIdentity,
): readonly IgnoreRule[] {
  return rules.filter(
    (rule) =>
      matchesGlob(group, rule.group) &&
      matchesGlob(kind, rule.kind) &&
      (rule.name === undefined || rule.name === name) &&
      (rule.namespace === undefined || rule.namespace === namespace),
  );
}

function keyed(key: string, value: string): readonly IgnoreRule[] {
  const name = key.slice(PREFIX.length);
  const parts = name === 'all' ? ['*', '*'] : name.split('_');
  const [group, kind] = parts.length === 1 ? ['', name] : parts;
  if (parts.length > 2 || !kind) throw invalidError(key, 'it does not end in <group>_<Kind>');
  const [rule = {}] = parse(key, value);
  if (!isRecord(rule))
    throw invalidError(key, 'its value is not a map with jsonPointers, jqPathExpressions or managedFieldsManagers');
  return [toRule({ ...rule, group, kind, name: undefined, namespace: undefined })];
}

/**
 * The older format: a YAML text that maps `<group>/<Kind>` to settings, in which `ignoreDifferences` is a
 * YAML text too.
 */
function allInOne(text: string): readonly IgnoreRule[] {
  const [overrides = {}] = parse(CUSTOMIZATIONS, text);
  if (!isRecord(overrides)) throw invalidError(CUSTOMIZATIONS, 'it is not a map by <group>/<Kind>');
  return Object.entries(overrides).flatMap(([key, override]) => {
    const value = isRecord(override) ? override['ignoreDifferences'] : undefined;
    if (typeof value !== 'string') return [];
    const [group = '', kind] = key.includes('/') ? key.split('/') : ['', key];
    const [rule = {}] = parse(`${CUSTOMIZATIONS}: ${key}`, value);
    return isRecord(rule) ? [toRule({ ...rule, group, kind })] : [];
  });
}

function parse(key: string, text: string): readonly unknown[] {
  try {
    return parseYaml(text, `argocd-cm: ${key}`);
  } catch (error) {
    throw GitopsError.is(error) ? invalidError(key, error.message) : error;
  }
}

function toRule(value: Readonly<Record<string, unknown>>): IgnoreRule {
  const { group, kind, name, namespace } = value;
  return {
    group: typeof group === 'string' ? group : '',
    kind: typeof kind === 'string' ? kind : '',
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
    jsonPointers: textsOf(value['jsonPointers']),
    jqPathExpressions: textsOf(value['jqPathExpressions']),
    managedFieldsManagers: textsOf(value['managedFieldsManagers']),
  };
}

function says({ jsonPointers, jqPathExpressions, managedFieldsManagers }: IgnoreRule): boolean {
  return jsonPointers.length + jqPathExpressions.length + managedFieldsManagers.length > 0;
}

function invalidError(key: string, reason: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_CUSTOMIZATION', `'${key}' in argocd-cm: ${reason}`, {
    object: 'ConfigMap argocd-cm',
    hint: 'Write resource.customizations.ignoreDifferences.<group>_<Kind>, ….<Kind> for the core group, or ….all.',
  });
}
