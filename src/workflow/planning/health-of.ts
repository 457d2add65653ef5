import type { Health } from '../../cluster/health/custom.js';
import { type ApplicationHealth, judgeApplication } from '../../cluster/health/judge-application.js';
import type { Observation } from '../../cluster/rehearse/observation.js';

/**
 * The health of an Argo Application by the objects that `inspect` observed, whether Argo CD or `sync`
 * delivers them.
 */
export function healthOf(health: Health, observations: readonly Observation[]): Promise<ApplicationHealth> {
  return judgeApplication(
    health,
    observations.map(({ desired, live, stranger }) => ({ object: desired.identity, live: live ?? stranger })),
  );
}
