import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { HealthStatus } from '../health/verdict.js';

/** What was done to one object. Plans are imperative, events past tense. */
export type DoneAction = 'created' | 'updated' | 'kept' | 'deleted' | 'recreated' | 'refused' | 'ran';

/** What happens while a plan is executed, in order. */
export type ExecutionEvent =
  | { readonly kind: 'done'; readonly action: DoneAction; readonly object: ObjectIdentity; readonly message?: string }
  | {
      readonly kind: 'stage';
      /** What is applied at once, such as `ConfigMap, Service`. */
      readonly stage: string;
      readonly phase: SyncPhase;
      readonly wave: number;
      /** True when it is done in the only wave that has anything to do. */
      readonly only: boolean;
      readonly objects: number;
    }
  | {
      readonly kind: 'health';
      readonly object: ObjectIdentity;
      readonly status: HealthStatus;
      readonly message?: string;
    }
  | { readonly kind: 'warning'; readonly message: string; readonly object?: ObjectIdentity };

export type ExecutionListener = (event: ExecutionEvent) => void;
