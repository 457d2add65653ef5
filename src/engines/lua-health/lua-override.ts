/** A rule of the operator, as in argocd-cm. */
export interface LuaOverride {
  readonly lua: string;
  /**
   * Whether the script has all of Lua's libraries, as Argo CD's own rules have. Default: it has base, table
   * and `require("os")` with time and date.
   */
  readonly openLibs?: boolean;
}

/**
 * Overrides by `<group>/<Kind>`, or `<Kind>` for the core group. A key may be a glob such as
 * `*.crossplane.io/*`.
 */
export type LuaOverrides = Readonly<Record<string, LuaOverride>>;
