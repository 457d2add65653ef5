import type { KubeObject } from '../../manifest/kube-object.js';
import { optionalNumber, textOf } from './fields.js';
import { degraded, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * The operator of VictoriaMetrics: `status.updateStatus` of the observed generation.
 *
 * @see https://docs.victoriametrics.com/operator/resources/
 */
export function judgeVictoriaMetrics({ metadata, status }: KubeObject): HealthFinding | undefined {
  const { generation = 0 } = metadata;
  if ((optionalNumber(status, 'observedGeneration') ?? generation) !== generation)
    return progressing(`waiting for generation ${generation} to be observed`);
  const told = textOf(status, 'updateStatus');
  if (told === '') return undefined;
  const reason = textOf(status, 'reason') || told;
  if (told === 'operational') return healthy();
  if (told === 'failed') return degraded(reason);
  return told === 'paused' ? finding('Suspended', reason) : progressing(reason);
}
