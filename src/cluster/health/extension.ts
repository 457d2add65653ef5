import type { KubeObject } from '../../manifest/kube-object.js';
import { conditionsOf } from './fields.js';
import { degraded, final, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/** What extends the API: CustomResourceDefinition and APIService, verdict as Argo CD. */
export const EXTENSION_RULES = {
  'apiextensions.k8s.io/CustomResourceDefinition': judgeDefinition,
  'apiregistration.k8s.io/APIService': judgeService,
} as const;

/**
 * @see https://github.com/argoproj/argo-cd/blob/master/resource_customizations/apiextensions.k8s.io/CustomResourceDefinition/health.lua
 */
function judgeDefinition(object: KubeObject): HealthFinding {
  const conditions = conditionsOf(object);
  const has = (wanted: string, state: string) =>
    conditions.find(({ type, status }) => type === wanted && status === state);
  if (has('Terminating', 'True')) return progressing('CRD is terminating');
  if (conditions.length === 0) return progressing('Status conditions not found');
  const refused = has('NamesAccepted', 'False');
  if (refused) return final(degraded(`CRD names have not been accepted: ${refused.message}`));
  const structural = has('NonStructuralSchema', 'True');
  if (structural) return final(degraded(`Schema violations found: ${structural.message}`));
  const established = conditions.find(({ type }) => type === 'Established');
  if (established?.status === 'True') return healthy('CRD is healthy');
  if (established?.status === 'False' && established.reason === 'Installing')
    return progressing('CRD is being installed');
  return degraded('CRD is not established');
}

function judgeService(object: KubeObject): HealthFinding {
  const available = conditionsOf(object).find(({ type }) => type === 'Available');
  if (!available) return progressing('Waiting to be processed');
  const message = `${available.reason}: ${available.message}`;
  return available.status === 'True' ? healthy(message) : progressing(message);
}
