import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { CelExpressions, HealthRule, HealthRules } from './health-rule.js';

const EXPRESSIONS = ['suspended', 'progressing', 'degraded', 'healthy', 'message'];

/**
 * Checks rules of the user that come from outside: a map from `<group>/<Kind>` (or `<Kind>` for the core
 * group, `*` for any characters) to `judge`, `cel` or `lua`.
 *
 * @param file where they stand, for errors
 * @throws GitopsError CLUSTER_HEALTH_RULES_INVALID, all problems at once
 */
export function parseHealthRules(value: unknown, file: string): HealthRules {
  if (!isRecord(value)) throw invalidError(file, 'it is not a map from <group>/<Kind> to a rule');
  const problems: GitopsError[] = [];
  const rules = Object.entries(value).flatMap(([key, rule]): [string, HealthRule][] => {
    const problem = problemOf(key, rule);
    if (problem !== undefined) problems.push(invalidError(file, `'${key}' ${problem}`));
    // What is not so was refused just now.
    return problem === undefined ? [[key, rule as HealthRule]] : [];
  });
  GitopsError.throwAll(problems);
  return Object.fromEntries(rules);
}

function problemOf(key: string, rule: unknown): string | undefined {
  if (!/^([^/\s]+\/)?[^/\s]+$/.test(key)) return 'is no <group>/<Kind>';
  if (!isRecord(rule)) return 'has no rule';
  const kinds = ['judge', 'cel', 'lua'].filter((name) => rule[name] !== undefined);
  if (kinds.length !== 1) return `has ${kinds.length === 0 ? 'none' : 'more than one'} of 'judge', 'cel' and 'lua'`;
  const unknown = Object.keys(rule).find((name) => name !== kinds[0] && !(kinds[0] === 'lua' && name === 'openLibs'));
  if (unknown !== undefined) return `has '${unknown}', which means nothing`;
  if (rule['judge'] !== undefined)
    return typeof rule['judge'] === 'function' ? undefined : "has a 'judge' that is no function";
  if (rule['lua'] !== undefined) return luaProblem(rule);
  return celProblem(rule['cel']);
}

function luaProblem({ lua, openLibs }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof lua !== 'string' || lua.trim() === '') return "has a 'lua' that is no script";
  return openLibs === undefined || typeof openLibs === 'boolean'
    ? undefined
    : "has an 'openLibs' that is neither true nor false";
}

function celProblem(cel: unknown): string | undefined {
  if (!isRecord(cel)) return "has a 'cel' that is no map of expressions";
  const unknown = Object.keys(cel).find((name) => !EXPRESSIONS.includes(name));
  if (unknown !== undefined)
    return `has '${unknown}' in 'cel', which means nothing: there are ${EXPRESSIONS.join(', ')}`;
  const wrong = Object.keys(cel).find((name) => typeof cel[name] !== 'string');
  if (wrong !== undefined) return `has a '${wrong}' in 'cel' that is no text`;
  return (cel as unknown as CelExpressions).healthy === undefined ? "has no 'healthy' in 'cel'" : undefined;
}

function invalidError(file: string, reason: string): GitopsError {
  return new GitopsError('CLUSTER_HEALTH_RULES_INVALID', `health rules in '${file}': ${reason}`, {
    source: { file },
    hint: "Write '<group>/<Kind>: { cel: { healthy: … } }', '{ lua: … }', or in TypeScript '{ judge: (object) => … }'.",
  });
}
