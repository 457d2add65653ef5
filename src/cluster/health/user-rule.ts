import type { HealthRule } from './rule.js';

/**
 * CEL expressions about `object` (also `self`), `metadata`, `spec` and `status` (an empty map where there is
 * none), each true or false; the first that is true decides, in this order: `suspended`, `progressing`,
 * `degraded`, `healthy`. When none is, the object is Progressing.
 */
export interface CelRule {
  readonly suspended?: string;
  readonly progressing?: string;
  readonly degraded?: string;
  readonly healthy: string;
  /** Gives the message, as text. Default: none. */
  readonly message?: string;
}

/** A rule in TypeScript. */
export interface FunctionRule {
  readonly judge: HealthRule;
}

/** How a kind is judged: by a function, by CEL or by Lua as in argocd-cm. */
export type UserRule = FunctionRule | { readonly cel: CelRule } | { readonly lua: string; readonly openLibs?: boolean };

/**
 * By `<group>/<Kind>`, or `<Kind>` for the core group; `*` stands for any characters. An exact key is
 * preferred to one with `*`.
 */
export type UserRules = Readonly<Record<string, UserRule>>;
