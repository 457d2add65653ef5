import type { KubeObject } from '../../manifest/kube-object.js';
import type { LuaOverrides } from './lua-override.js';

/** The verdict of a rule. `status` is empty when the rule returned nothing. */
export interface LuaVerdict {
  /**
   * `argocd/<folder>` for a bundled rule, `argocd-cm/<key>` for an override. Empty when the kind has no rule.
   */
  readonly rule: string;
  readonly status: string;
  readonly message: string;
}

/** Argo CD's health rules in Lua, run by the interpreter that Argo CD uses. */
export interface LuaHealth {
  /** The version of Argo CD whose rules are bundled. */
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * Returns one verdict for each object, in order. A script that fails, or runs for more than a second, gives
   * Unknown with the reason, as in Argo CD.
   *
   * @throws GitopsError ENGINE_MISSING, ENGINE_CLOSED
   */
  judge(objects: readonly KubeObject[], overrides?: LuaOverrides): Promise<readonly LuaVerdict[]>;
  close(): Promise<void>;
}
