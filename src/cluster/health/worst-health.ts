import { HEALTH_STATUSES, type HealthStatus } from './verdict.js';

/**
 * The worst of all, Healthy when there are none.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#health-checks
 */
export function worstHealth(statuses: readonly HealthStatus[]): HealthStatus {
  return HEALTH_STATUSES[Math.max(0, ...statuses.map((status) => HEALTH_STATUSES.indexOf(status)))] ?? 'Healthy';
}
