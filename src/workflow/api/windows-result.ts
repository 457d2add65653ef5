import type { SyncWindow } from '../../argocd/sync/sync-windows.js';
import type { API_VERSION, ProblemSummary, RevisionSummary, SkippedApplication } from './results.js';
import type { Notice } from './source-options.js';

/** A sync window that concerns an Argo Application. */
export interface ApplicationWindow extends SyncWindow {
  /** Whether the window is open now: an active `deny` forbids syncs, an active `allow` permits them. */
  readonly active: boolean;
}

/** What the sync windows of its AppProject say about one Argo Application now. */
export interface ApplicationWindows {
  readonly application: string;
  readonly cluster: string;
  readonly project: string;
  /**
   * Whether the sync windows allow a sync now. `forbidden` also when a window cannot be read: Argo CD does
   * not sync then. `unknown` when the AppProject is not in the repository or cannot be read.
   */
  readonly verdict: 'allowed' | 'forbidden' | 'unknown';
  /** What the windows take a sync for: `manual` syncs pass where `manualSync` says so. */
  readonly sync?: 'automated' | 'manual';
  /**
   * When the verdict changes, ISO 8601 to the minute: the end of what is allowed, or of what is forbidden.
   * Absent when no change is in sight.
   */
  readonly until?: string;
  /** Every window that concerns it, in the order of the AppProject. */
  readonly windows: readonly ApplicationWindow[];
  /** Why the verdict is `unknown`, or which window cannot be read. */
  readonly reason?: string;
}

/** What `windows` gives. */
export interface WindowsResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'WindowsResult';
  readonly revision: RevisionSummary;
  /** The moment of the verdicts, ISO 8601 to the minute. */
  readonly now: string;
  readonly applications: readonly ApplicationWindows[];
  readonly skipped: readonly SkippedApplication[];
  /** Files that could not be read. */
  readonly problems: readonly ProblemSummary[];
  /** What a person should know and that is not a problem. */
  readonly notices: readonly Notice[];
}
