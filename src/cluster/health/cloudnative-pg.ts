import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { numberOf, optionalNumber, textOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * CloudNativePG where Argo CD has no rule: Database, Publication and Subscription say whether they are
 * applied, a Pooler how many instances it has.
 *
 * @see https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/
 */
export function judgeCloudNativePg(object: KubeObject): HealthFinding | undefined {
  const { kind, spec, status } = object;
  if (kind === 'Pooler') {
    const wanted = optionalNumber(spec, 'instances') ?? 1;
    const there = numberOf(status, 'instances');
    return there < wanted ? progressing(`${there} of ${wanted} instances are there`) : healthy();
  }
  if (!['Database', 'Publication', 'Subscription'].includes(kind)) return undefined;
  const isCurrent = numberOf(status, 'observedGeneration') >= (object.metadata.generation ?? 0);
  const applied = isRecord(status) ? status['applied'] : undefined;
  if (applied === false) return degraded(textOf(status, 'message'));
  return applied === true && isCurrent ? healthy() : progressing('waiting to be applied');
}
