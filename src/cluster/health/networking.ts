import type { KubeObject } from '../../manifest/kube-object.js';
import { fieldsOf, listOf } from './fields.js';
import { healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * An Ingress is healthy once it has an address, as for Argo CD: where nobody writes the address, it never is.
 */
export const NETWORKING_RULES = {
  'networking.k8s.io/Ingress': judgeIngress,
  'extensions/Ingress': judgeIngress,
} as const;

function judgeIngress({ status }: KubeObject): HealthFinding {
  return listOf(fieldsOf(status, 'loadBalancer'), 'ingress').length > 0 ? healthy() : progressing();
}
