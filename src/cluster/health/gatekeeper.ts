import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { listOf, textOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * Gatekeeper: a template is compiled by every pod, a constraint enforced by every pod, and each pod reports
 * its errors.
 *
 * @see https://open-policy-agent.github.io/gatekeeper/website/docs/howto
 */
export function judgeGatekeeper(object: KubeObject): HealthFinding {
  const pods = listOf(object['status'], 'byPod').filter(isRecord);
  const errors = pods
    .flatMap((pod) => listOf(pod, 'errors'))
    .map((error) => textOf(error, 'message') || textOf(error, 'code'));
  if (errors.length > 0) return degraded([...new Set(errors)].join('; '));
  const isCreated = isRecord(object['status']) && object['status']['created'] === true;
  return isCreated || pods.some((pod) => pod['enforced'] === true) ? healthy() : progressing('waiting for Gatekeeper');
}
