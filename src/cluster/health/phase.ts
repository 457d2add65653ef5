import type { KubeObject } from '../../manifest/kube-object.js';
import { textOf } from './fields.js';
import { degraded, finding, healthy, progressing } from './finding.js';
import type { HealthFinding, HealthStatus } from './verdict.js';

/** Words in which resources report their state, lower case, without separators. Others mean nothing here. */
const WORDS: Readonly<Partial<Record<HealthStatus, readonly string[]>>> = {
  Healthy:
    `active available bound complete completed created deployed enabled established finished healthy issued ok online provisioned ready running succeeded success
    successful synced uptodate valid`.split(/\s+/),
  Progressing:
    `configuring creating deleting deploying finalizing initializing inprogress installing modifying new pending preparing processing progressing provisioning reconciling
    scaling starting started stopping syncing terminating updating upgrading waiting`.split(/\s+/),
  Degraded:
    `aborted degraded denied error errored expired failed failedvalidation failing failure invalid lost partiallyfailed rejected unavailable unhealthy`.split(
      /\s+/,
    ),
  Suspended: ['disabled', 'paused', 'stopped', 'suspended'],
};

/**
 * By `status.phase` or `status.state`, the way of resources from before conditions; undefined when there is
 * neither, or in a word that is not common.
 *
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties
 */
export function judgeByPhase({ status }: KubeObject): HealthFinding | undefined {
  const told = textOf(status, 'phase') || textOf(status, 'state');
  const word = told.toLowerCase().replaceAll(/[\s_-]/g, '');
  const message = [told, textOf(status, 'reason'), textOf(status, 'message')].filter(Boolean).join(': ');
  const is = (wanted: HealthStatus) => WORDS[wanted]?.includes(word);
  if (is('Healthy')) return healthy();
  if (is('Progressing')) return progressing(message);
  if (is('Degraded')) return degraded(message);
  return is('Suspended') ? finding('Suspended', message) : undefined;
}
