/** A rule of the operator, as in argocd-cm. */
export interface LuaOverride {
  readonly lua: string;
  /**
   * Open all of Lua's libraries, as Argo CD does for its own rules. Default: base, table and `require("os")`
   * with time and date.
   */
  readonly openLibs?: boolean;
}

/** By `<group>/<Kind>`, or `<Kind>` for the core group; a key may be a glob such as `*.crossplane.io/*`. */
export type LuaOverrides = Readonly<Record<string, LuaOverride>>;
