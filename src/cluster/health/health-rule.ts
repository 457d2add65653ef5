import type { HealthJudge } from './finding.js';

/**
 * CEL expressions about `object` (also `self`), `metadata`, `spec` and `status` (an empty map where there is
 * none), each true or false; the first that is true decides, in this order: `suspended`, `progressing`,
 * `degraded`, `healthy`. When none is, the object is Progressing.
 */
export interface CelExpressions {
  readonly suspended?: string;
  readonly progressing?: string;
  readonly degraded?: string;
  readonly healthy: string;
  /** Gives the message, as text. @default none */
  readonly message?: string;
}

/** A rule in CEL. */
export interface CelHealthRule {
  readonly cel: CelExpressions;
}

/** A rule in Lua, as those of `argocd-cm`: a script about `obj` that returns `{ status, message }`. */
export interface LuaHealthRule {
  readonly lua: string;
  /** Lets the script use Lua's libraries. @default false */
  readonly openLibs?: boolean;
}

/** A rule in TypeScript. */
export interface FunctionHealthRule {
  readonly judge: HealthJudge;
}

/** How the objects of a kind are judged. */
export type HealthRule = FunctionHealthRule | CelHealthRule | LuaHealthRule;

/**
 * By `<group>/<Kind>`, or `<Kind>` for the core group; `*` matches any characters. An exact key is preferred
 * to one with `*`. The file of `--health-rules` exports it.
 *
 * @example
 * import type { HealthRules } from 'cdk8s-gitops';
 *
 * export default {
 *   'example.com/Widget': { judge: ({ status }) => ({ status: status ? 'Healthy' : 'Progressing' }) },
 *   'example.com/Gadget': { cel: { healthy: 'status.phase == "Running"' } },
 * } satisfies HealthRules;
 */
export type HealthRules = Readonly<Record<string, HealthRule>>;
