import type { KubeObject } from '../../manifest/kube-object.js';
import { degraded, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * A cluster of Gardener reports by a label.
 *
 * @see https://gardener.cloud/docs/gardener/shoot/shoot_status/
 */
export function judgeShoot({ metadata }: KubeObject): HealthFinding | undefined {
  const told = metadata.labels?.['shoot.gardener.cloud/status'];
  if (told === 'healthy') return healthy();
  if (told === 'unhealthy') return degraded('the shoot is unhealthy');
  return told === 'unknown' ? finding('Unknown', 'the state of the shoot is unknown') : progressing(told);
}
