import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { LogTail } from '../wait/read-log.js';

/** How one run of a hook went. */
export interface HookResult {
  readonly object: ObjectIdentity;
  readonly phase: SyncPhase;
  /** `running`: the sync ended before the hook did. */
  readonly result: 'succeeded' | 'failed' | 'running';
  readonly message?: string;
  /** The latest Warning events about it, newest first. */
  readonly events?: readonly string[];
  /** What its failing container wrote last. */
  readonly log?: LogTail;
}
