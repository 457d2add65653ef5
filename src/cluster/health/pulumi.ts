import type { KubeObject } from '../../manifest/kube-object.js';
import { judgeByConditions } from './conditions.js';
import { conditionsOf, numberOf } from './fields.js';
import { progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * A Stack of Pulumi's operator, by its conditions of the current generation.
 *
 * @see https://www.pulumi.com/docs/iac/guides/continuous-delivery/pulumi-kubernetes-operator/
 */
export function judgeStack(object: KubeObject): HealthFinding | undefined {
  const { generation = 0 } = object.metadata;
  if (numberOf(object['status'], 'observedGeneration') !== generation)
    return progressing(`waiting for generation ${generation} to be observed`);
  return conditionsOf(object).some(({ type }) => type === 'Ready') ? judgeByConditions(object) : undefined;
}
