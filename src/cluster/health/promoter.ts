import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { judgeByConditions } from './conditions.js';
import { conditionsOf, listOf, textOf } from './fields.js';
import { degraded, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * GitOps Promoter: `Ready`, then the phase of each environment that a commit has to pass.
 *
 * @see https://gitops-promoter.readthedocs.io/en/latest/crd-specs/
 */
export function judgePromoter(object: KubeObject): HealthFinding | undefined {
  if (!conditionsOf(object).some(({ type }) => type === 'Ready')) return undefined;
  const told = judgeByConditions(object);
  if (told?.status !== 'Healthy' || !object.kind.endsWith('CommitStatus')) return told;
  const environments = listOf(object['status'], 'environments').filter(isRecord);
  const of = (...phases: readonly string[]) =>
    environments
      .filter((one) => phases.includes(textOf(one, 'phase') || 'pending'))
      .map((one) => textOf(one, 'branch'));
  const failed = of('failure');
  if (failed.length > 0) return degraded(`failed for ${failed.join(', ')}`);
  const open = environments.length - of('success').length;
  return open > 0 ? progressing(`${open} of ${environments.length} environments have not passed`) : told;
}
