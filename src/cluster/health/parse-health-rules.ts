import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { boolean, object, readShape, type ShapeProblem, text, textThat } from '../../manifest/shape.js';
import { shapeErrors } from '../../manifest/shape-errors.js';
import type { FunctionHealthRule, HealthRule, HealthRules } from './health-rule.js';

/** A rule in CEL. */
export const CEL_RULE_SHAPE = object(
  {
    cel: object({ suspended: text, progressing: text, degraded: text, healthy: text, message: text }, ['healthy']),
  },
  ['cel'],
);

/** A rule in Lua. */
export const LUA_RULE_SHAPE = object(
  { lua: textThat('is empty', (script) => script.trim() !== ''), openLibs: boolean },
  ['lua'],
);

const LANGUAGES = ['judge', 'cel', 'lua'];

/**
 * Checks rules of the user that come from outside: a map from `<group>/<Kind>` (or `<Kind>` for the core
 * group, `*` for any characters) to `judge`, `cel` or `lua`.
 *
 * @param file their file, for errors
 * @param content its text, for lines. Default: it is not YAML
 * @throws GitopsError CLUSTER_HEALTH_RULES_INVALID, all problems at once
 */
export function parseHealthRules(value: unknown, file: string, content?: string): HealthRules {
  const problems: ShapeProblem[] = [];
  const rules: [string, HealthRule][] = [];
  if (!isRecord(value)) problems.push({ path: '', message: 'it is not a map from <group>/<Kind> to a rule' });
  for (const [key, given] of isRecord(value) ? Object.entries(value) : []) {
    const reading = readRule(key, given);
    problems.push(...reading.problems.map((problem) => ({ ...problem, steps: [key, ...(problem.steps ?? [])] })));
    if (reading.rule !== undefined) rules.push([key, reading.rule]);
  }
  GitopsError.throwAll(
    shapeErrors(problems, {
      code: 'CLUSTER_HEALTH_RULES_INVALID',
      name: 'the health rules',
      file,
      content,
      hint: () =>
        "Write '<group>/<Kind>: { cel: { healthy: … } }', '{ lua: … }', or in TypeScript '{ judge: (object) => … }'.",
    }),
  );
  return Object.fromEntries(rules);
}

interface RuleReading {
  readonly rule?: HealthRule;
  readonly problems: readonly ShapeProblem[];
}

function readRule(key: string, given: unknown): RuleReading {
  const wrong = (message: string): RuleReading => ({ problems: [{ path: key, message }] });
  if (!/^([^/\s]+\/)?[^/\s]+$/.test(key)) return wrong('is not a <group>/<Kind>');
  if (!isRecord(given)) return wrong('has no rule');
  const [language, ...more] = LANGUAGES.filter((name) => given[name] !== undefined);
  if (language === undefined || more.length > 0)
    return wrong(`has ${language === undefined ? 'none' : 'more than one'} of 'judge', 'cel' and 'lua'`);
  if (language === 'judge') return isFunctionRule(given) ? { rule: given, problems: [] } : wrong(NO_FUNCTION);
  const rules = { path: key, nulls: 'wrong', unknownField: 'is not a field of a rule' } as const;
  const { value, problems } = readShape<HealthRule>(given, language === 'cel' ? CEL_RULE_SHAPE : LUA_RULE_SHAPE, rules);
  return { rule: value, problems };
}

const NO_FUNCTION = "has a 'judge' that is not a function, or further fields";

function isFunctionRule(rule: object): rule is FunctionHealthRule {
  return 'judge' in rule && typeof rule.judge === 'function' && Object.keys(rule).length === 1;
}
