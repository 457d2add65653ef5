import { GitopsError } from '../../errors.js';
import type { DesiredObject } from '../objects/desired.js';
import type { CustomVerdicts } from './judge-custom.js';

/**
 * Whether the cluster refuses a custom resource only because it has not got the CustomResourceDefinition of
 * this run yet, which allows it. What policies and webhooks say holds. Pure.
 */
export function isAllowedAhead(
  error: unknown,
  { hash }: Pick<DesiredObject, 'hash'>,
  verdicts: CustomVerdicts,
): boolean {
  if (!GitopsError.is(error) || error.code !== 'CLUSTER_INVALID' || verdicts.get(hash)?.length !== 0) return false;
  return !/admission webhook|ValidatingAdmissionPolicy/.test(error.message);
}
