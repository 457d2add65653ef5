import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { Change } from './change.js';
import type { HookRun } from './hook-run.js';

/** The place of a change in the order of a sync: smaller parts come first, compared from left to right. */
export interface Place {
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly stage: number;
  readonly rank: number;
  readonly change: Change | HookRun;
}
