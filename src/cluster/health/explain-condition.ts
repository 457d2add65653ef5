import type { Condition } from './fields.js';

/**
 * A condition in one line, such as `Ready=False: ReconcileFailed: no such bucket`; empty when there is none.
 */
export function explain(condition: Condition | undefined): string {
  if (!condition) return '';
  const { type, status, reason, message } = condition;
  return [`${type}=${status}`, reason, message].filter(Boolean).join(': ');
}
