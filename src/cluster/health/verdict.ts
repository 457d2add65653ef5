/**
 * Argo CD's health words, best to worst as Argo CD orders them: Healthy, Suspended, Progressing, Missing,
 * Degraded, Unknown.
 */
export type HealthStatus = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';

/** All of them, in that order. */
export const HEALTH_STATUSES: readonly HealthStatus[] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

/** What a rule says of one live object. */
export interface HealthFinding {
  readonly status: HealthStatus;
  /** Why, in one line; absent when there is nothing to say. */
  readonly message?: string;
  /** True when waiting longer cannot change it without a new change: the wait ends early. */
  readonly final?: boolean;
}

/** A finding, and which rule found it. */
export interface HealthVerdict extends HealthFinding {
  /** Name of the rule that decided, such as `apps/Deployment` or `conditions`. */
  readonly rule: string;
}
