import type { UnhealthyObject } from '../cluster/execute/execution.js';
import { judge } from '../cluster/health/judge.js';
import type { HealthStatus } from '../cluster/health/verdict.js';
import type { Observation } from '../cluster/observe/observation.js';

/** Best to worst, as Argo CD orders them. */
const ORDER: readonly HealthStatus[] = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'];

/** The health of an Argo Application by the objects that were observed: the worst of all, and every object that is not healthy. */
export function healthOf(observations: readonly Observation[]): { readonly health: HealthStatus; readonly unhealthy: readonly UnhealthyObject[] } {
  const verdicts = observations.map(({ desired, live }) => {
    const verdict = live ? judge(live) : { status: 'Missing' as const, message: 'it does not exist' };
    return { object: desired.identity, status: verdict?.status ?? ('Healthy' as const), ...(verdict?.message ? { message: verdict.message } : {}) };
  });
  const worst = Math.max(0, ...verdicts.map(({ status }) => ORDER.indexOf(status)));
  return { health: ORDER[worst] ?? 'Healthy', unhealthy: verdicts.filter(({ status }) => status !== 'Healthy' && status !== 'Suspended') };
}
