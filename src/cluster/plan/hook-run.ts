import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredHook } from '../objects/desired.js';

/** One run of a hook, in one phase of a sync. */
export interface HookRun {
  readonly action: 'run';
  /** Why hooks are run at all, or that this one is run only after a failure. */
  readonly reason: string;
  readonly phase: SyncPhase;
  readonly desired: DesiredHook;
  /** What exists under its name. */
  readonly live?: KubeObject;
  /** What earlier runs made that has other names. */
  readonly earlier: readonly KubeObject[];
  /** True when what exists under its name is deleted first. */
  readonly replaces: boolean;
  /**
   * True when an interrupted run may have left it running: it is then waited for instead of started once
   * more.
   */
  readonly resumes: boolean;
}

/** How many hooks a sync runs that goes well: those for failures do not count. Pure. */
export function hookRuns({ runs }: { readonly runs: readonly HookRun[] }): number {
  return runs.filter(({ phase }) => phase !== 'SyncFail').length;
}
