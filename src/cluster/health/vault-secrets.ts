import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { textOf } from './fields.js';
import { degraded, healthy } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * Vault Secrets Operator: connections and ways to log in say whether they are valid.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference
 */
export function judgeVaultSecrets({ status }: KubeObject): HealthFinding | undefined {
  const valid = isRecord(status) ? status['valid'] : undefined;
  if (typeof valid !== 'boolean') return undefined;
  return valid ? healthy() : degraded(textOf(status, 'error') || 'it is not valid');
}
