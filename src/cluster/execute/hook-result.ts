import type { SyncPhase } from '../../argocd/phases.js';
import type { ObjectIdentity } from '../../manifest/identity.js';

/** How one run of a hook went. */
export interface HookResult {
  readonly object: ObjectIdentity;
  readonly phase: SyncPhase;
  /** `running`: the sync ended before the hook did. */
  readonly result: 'succeeded' | 'failed' | 'running';
  readonly message?: string;
}
