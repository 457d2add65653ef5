import type { ObjectIdentity } from '../../manifest/identity.js';
import type { HealthStatus } from '../health/verdict.js';

/** What was done to one object. Plans are imperative, events past tense. */
export type DoneAction = 'created' | 'updated' | 'kept' | 'deleted' | 'recreated' | 'refused' | 'ran';

/** What happens while a plan is executed, in order. */
export type ExecutionEvent =
  | { readonly kind: 'done'; readonly action: DoneAction; readonly object: ObjectIdentity; readonly message?: string }
  | { readonly kind: 'stage'; readonly stage: string; readonly wave: number; readonly objects: number }
  | { readonly kind: 'health'; readonly object: ObjectIdentity; readonly status: HealthStatus; readonly message?: string }
  | { readonly kind: 'warning'; readonly message: string; readonly object?: ObjectIdentity };

export type ExecutionListener = (event: ExecutionEvent) => void;
