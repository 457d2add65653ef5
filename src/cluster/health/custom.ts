import type { Cel } from '../../engines/cel/cel.js';
import { createCel } from '../../engines/cel/create-cel.js';
import type { EngineOptions } from '../../engines/engine-options.js';
import { bundledHealthRules } from '../../engines/lua-health/bundled-health-rules.js';
import { createLuaHealth } from '../../engines/lua-health/create-lua-health.js';
import type { LuaHealth, LuaVerdict } from '../../engines/lua-health/lua-health.js';
import type { LuaOverrides } from '../../engines/lua-health/lua-override.js';
import { matchingOverrides } from '../../engines/lua-health/matching-overrides.js';
import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { finding } from './finding.js';
import type { HealthRule, HealthRules, LuaHealthRule } from './health-rule.js';
import { hasHealth, isBuiltInGroup, isDecided, isExempt, isJudgedInGo, judge } from './judge.js';
import { judgeByCel } from './judge-by-cel.js';
import { judgeByFunction } from './judge-by-function.js';
import { laterFinding } from './later-rules.js';
import { folderMatcher, matchingRule } from './matching-rule.js';
import type { HealthStatus, HealthVerdict } from './verdict.js';
import { createVerdictMemory, type KnownVerdict } from './verdict-memory.js';

export interface HealthOptions extends EngineOptions {
  /** The operator's own rules; they come before all others. */
  readonly rules?: HealthRules;
  /** Rules of argocd-cm (`readHealthOverrides`); they come before Argo CD's bundled ones. */
  readonly overrides?: LuaOverrides;
}

/**
 * Judges live objects: native kinds in TypeScript, custom ones by Argo CD's bundled rules, the rest by their
 * conditions.
 */
export interface Health {
  /**
   * One verdict per object, in order; undefined when it has no health and counts as healthy. An engine is
   * started only when a kind that has a rule of its own is among them, and is asked once for each state of an
   * object.
   *
   * @throws GitopsError ENGINE_MISSING, ENGINE_CLOSED; ENGINE_CEL_FAILED for a rule that does not compile
   */
  judge(objects: readonly KubeObject[]): Promise<readonly (HealthVerdict | undefined)[]>;
  /**
   * The verdict on one object as far as it can be had at once; undefined when an engine has to be asked
   * first, by `judge`.
   */
  peek(object: KubeObject): KnownVerdict | undefined;
  /** False for kinds that never have a health, such as a ConfigMap: nobody need look at them. */
  hasHealth(group: string, kind: string): boolean;
  /**
   * Whether a missing object of the kind makes its Argo Application Missing: those that Argo CD judges in Go,
   * and those with a rule of the user or of argocd-cm for exactly this kind.
   */
  countsMissing(group: string, kind: string): boolean;
  readonly enginesStarted: number;
  close(): Promise<void>;
}

/** How a kind is judged. */
type Way = 'native' | 'lua' | Exclude<HealthRule, LuaHealthRule>;

/** Starts nothing yet. */
export function createHealth({ rules = {}, overrides = {}, ...engineOptions }: HealthOptions = {}): Health {
  let lua: LuaHealth | undefined;
  let cel: Cel | undefined;
  let bundled: ((key: string) => boolean) | undefined;
  const memory = createVerdictMemory();
  const ways = new Map<string, Way>();
  const ownLua = Object.fromEntries(
    Object.entries(rules).flatMap(([key, rule]) => ('lua' in rule ? [[key, rule] as const] : [])),
  );
  const allOverrides = { ...overrides, ...ownLua };

  const findWay = (group: string, kind: string, key: string): Way => {
    const rule = matchingRule(rules, key);
    if (rule && !('lua' in rule)) return rule;
    if (Object.keys(matchingOverrides(allOverrides, key)).length > 0) return 'lua';
    if (isDecided(group, kind) || isBuiltInGroup(group)) return 'native';
    bundled ??= folderMatcher(bundledHealthRules(engineOptions.engineDirectory));
    return bundled(key) ? 'lua' : 'native';
  };
  const wayOf = (group: string, kind: string): Way => {
    const key = keyOf(group, kind);
    const way = ways.get(key) ?? findWay(group, kind, key);
    ways.set(key, way);
    return way;
  };

  /** The engine calls every override one of argocd-cm. */
  const ownName = (answer: LuaVerdict): LuaVerdict => {
    const key = answer.rule.replace(/^argocd-cm\//, '');
    return key !== answer.rule && Object.hasOwn(ownLua, key) ? { ...answer, rule: `lua/${key}` } : answer;
  };

  const peek = (object: KubeObject): KnownVerdict | undefined => {
    const way = isExempt(object) ? 'native' : wayOf(groupOf(object.apiVersion), object.kind);
    if (way === 'native') return { verdict: judge(object) };
    return way !== 'lua' && 'judge' in way
      ? { verdict: judgeByFunction(way, object, keyOf(groupOf(object.apiVersion), object.kind)) }
      : memory.get(object);
  };

  /** Objects of one kind, by its engine. */
  const ask = async (objects: readonly KubeObject[]): Promise<readonly (HealthVerdict | undefined)[]> => {
    const { apiVersion, kind } = objects[0]!;
    const way = wayOf(groupOf(apiVersion), kind);
    if (way !== 'lua' && way !== 'native' && 'cel' in way) {
      cel ??= createCel(engineOptions);
      const found = await judgeByCel(cel, way.cel, objects);
      return found.map((verdict) => ({ ...verdict, rule: `cel/${keyOf(groupOf(apiVersion), kind)}` }));
    }
    lua ??= createLuaHealth(engineOptions);
    const answers = await lua.judge(objects, allOverrides);
    return answers.map((answer, index) => fromLua(ownName(answer), objects[index]!));
  };

  return {
    get enginesStarted() {
      return (lua?.enginesStarted ?? 0) + (cel?.enginesStarted ?? 0);
    },
    async judge(objects) {
      const verdicts = new Map<KubeObject, KnownVerdict>();
      const unknown = new Map<string, KubeObject[]>();
      for (const object of objects) {
        const known = peek(object);
        if (known) verdicts.set(object, known);
        else {
          const key = keyOf(groupOf(object.apiVersion), object.kind);
          const members = unknown.get(key) ?? [];
          members.push(object);
          unknown.set(key, members);
        }
      }
      await Promise.all(
        [...unknown.values()].map(async (members) => {
          const found = await ask(members);
          for (const [index, object] of members.entries()) {
            memory.set(object, found[index]);
            verdicts.set(object, { verdict: found[index] });
          }
        }),
      );
      return objects.map((object) => verdicts.get(object)?.verdict);
    },
    peek,
    hasHealth: (group, kind) => hasHealth(group, kind) || wayOf(group, kind) !== 'native',
    countsMissing: (group, kind) =>
      isJudgedInGo(group, kind) || [rules, overrides].some((given) => Object.hasOwn(given, keyOf(group, kind))),
    async close() {
      await Promise.all([lua?.close(), cel?.close()]);
    },
  };
}

function keyOf(group: string, kind: string): string {
  return group === '' ? kind : `${group}/${kind}`;
}

/**
 * What a script said, or what is to be said without one. Lua has no word for what no waiting changes; the
 * conditions of the object may have it.
 * A bundled script may be older than what is known of its kind.
 */
function fromLua(answer: LuaVerdict, object: KubeObject): HealthVerdict | undefined {
  const { rule, status, message } = answer;
  const native = judge(object);
  if (rule === '') return native;
  if (status === '') return { ...finding('Unknown', 'the rule returned nothing'), rule };
  const isBundled = rule.startsWith('argocd/');
  const later = isBundled && status === 'Healthy' ? laterFinding(groupOf(object.apiVersion), object) : undefined;
  if (later) return { ...later, rule: `own/later/${rule.slice('argocd/'.length)}` };
  // The engine lets no other word through.
  const verdict = { ...finding(status as HealthStatus, message), rule };
  return status === 'Degraded' && native?.final && native.status === 'Degraded' ? { ...verdict, final: true } : verdict;
}
