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
import { judge } from './judge.js';
import { judgeByCel } from './judge-by-cel.js';
import { finding } from './rule.js';
import type { UserRule, UserRules } from './user-rule.js';
import type { HealthStatus, HealthVerdict } from './verdict.js';

export interface HealthOptions extends EngineOptions {
  /** The operator's own rules; they come before all others. */
  readonly rules?: UserRules;
  /** Rules of argocd-cm (`readHealthOverrides`); they come before Argo CD's bundled ones. */
  readonly overrides?: LuaOverrides;
}

/** Judges live objects: native kinds in TypeScript, custom ones by Argo CD's bundled rules, the rest by their conditions. */
export interface Health {
  /**
   * One verdict per object, in order; undefined when it has no health and counts as healthy. An engine is started only when a kind that has a rule of its own is among them.
   *
   * @throws GitopsError ENGINE_MISSING, ENGINE_CLOSED; ENGINE_CEL_FAILED for a rule that does not compile
   */
  judge(objects: readonly KubeObject[]): Promise<readonly (HealthVerdict | undefined)[]>;
  readonly enginesStarted: number;
  close(): Promise<void>;
}

/** Starts nothing yet. */
export function createHealth({ rules = {}, overrides = {}, ...engineOptions }: HealthOptions = {}): Health {
  let lua: LuaHealth | undefined;
  let cel: Cel | undefined;
  let bundled: ((key: string) => boolean) | undefined;
  const overriding = new Map(Object.entries(rules).flatMap(([key, rule]) => ('lua' in rule ? [[key, rule] as const] : [])));
  const allOverrides = { ...overrides, ...Object.fromEntries(overriding) };

  const wantsLua = (key: string, verdict: HealthVerdict | undefined): boolean => {
    if (Object.keys(matchingOverrides(allOverrides, key)).length > 0) return true;
    if (verdict !== undefined && verdict.rule !== 'conditions') return false;
    bundled ??= matcherOf(bundledHealthRules(engineOptions.engineDirectory));
    return bundled(key);
  };

  const judgeKind = async (key: string, objects: readonly KubeObject[]): Promise<readonly (HealthVerdict | undefined)[]> => {
    const native = objects.map(judge);
    const rule = ruleFor(rules, key);
    if (rule && 'judge' in rule) return objects.map((object, index) => kept(native[index]) ?? named(rule.judge(object), `user/${key}`));
    if (rule && 'cel' in rule) {
      cel ??= createCel(engineOptions);
      const found = await judgeByCel(cel, rule.cel, objects);
      return native.map((verdict, index) => kept(verdict) ?? named(found[index], `cel/${key}`));
    }
    const asked = objects.filter((_, index) => !kept(native[index]) && wantsLua(key, native[index]));
    if (asked.length === 0) return native;
    lua ??= createLuaHealth(engineOptions);
    const answers = new Map((await lua.judge(asked, allOverrides)).map((answer, index) => [asked[index], answer]));
    return objects.map((object, index) => fromLua(answers.get(object)) ?? native[index]);
  };

  return {
    get enginesStarted() {
      return (lua?.enginesStarted ?? 0) + (cel?.enginesStarted ?? 0);
    },
    async judge(objects) {
      const verdicts = new Map<KubeObject, HealthVerdict | undefined>();
      const kinds = new Map<string, KubeObject[]>();
      for (const object of objects) {
        const key = keyOf(object.apiVersion, object.kind);
        kinds.set(key, [...(kinds.get(key) ?? []), object]);
      }
      await Promise.all(
        [...kinds].map(async ([key, members]) => {
          const found = await judgeKind(key, members);
          for (const [index, object] of members.entries()) verdicts.set(object, found[index]);
        }),
      );
      return objects.map((object) => verdicts.get(object));
    },
    async close() {
      await Promise.all([lua?.close(), cel?.close()]);
    },
  };
}

function keyOf(apiVersion: string, kind: string): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${group}/${kind}`;
}

/** What no rule may overrule: an object on its way out is Progressing. */
function kept(verdict: HealthVerdict | undefined): HealthVerdict | undefined {
  return verdict?.rule === 'deletion' ? verdict : undefined;
}

function named(found: Omit<HealthVerdict, 'rule'> | undefined, rule: string): HealthVerdict | undefined {
  return found && { ...found, rule };
}

/** Undefined when there was no rule after all. */
function fromLua(answer: LuaVerdict | undefined): HealthVerdict | undefined {
  if (answer === undefined || answer.rule === '') return undefined;
  const { rule, status, message } = answer;
  if (status === '') return { ...finding('Unknown', 'the rule returned nothing'), rule };
  // The engine lets no other word through.
  return { ...finding(status as HealthStatus, message), rule };
}

function ruleFor(rules: UserRules, key: string): UserRule | undefined {
  if (Object.hasOwn(rules, key)) return rules[key];
  const pattern = Object.keys(rules)
    .sort()
    .find((candidate) => candidate.includes('*') && toPattern(candidate, '.*').test(key));
  return pattern === undefined ? undefined : rules[pattern];
}

/** Of folders `<group>/<Kind>`, where `_` stands for any characters but `/`. */
function matcherOf(folders: readonly string[]): (key: string) => boolean {
  const exact = new Set(folders);
  const wildcards = folders.filter((folder) => folder.includes('_')).map((folder) => toPattern(folder.replaceAll('_', '*'), '[^/]*'));
  return (key) => exact.has(key) || wildcards.some((wildcard) => wildcard.test(key));
}

function toPattern(glob: string, any: string): RegExp {
  return new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join(any)}$`,
  );
}
