import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf, fieldsOf, listOf, textOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

const MUST_HOLD = ['Accepted', 'ResolvedRefs', 'Programmed'];

/**
 * Objects that are attached to others, each of which reports their state: routes (`status.parents`) and
 * policies (`status.ancestors`) of Gateway API. Every one must accept it; undefined when there are none. Argo
 * CD has such a rule for HTTPRoute and GRPCRoute; this is the same for TCP, TLS and UDP routes and for
 * policies.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/implementers/#standard-status-fields-and-conditions
 */
export function judgeByParents(object: KubeObject): HealthFinding | undefined {
  const generation = object.metadata.generation ?? 0;
  const parents = [...listOf(object['status'], 'parents'), ...listOf(object['status'], 'ancestors')].filter(isRecord);
  const findings = parents.map((parent): HealthFinding => {
    const reference = textOf(fieldsOf(parent, 'parentRef'), 'name') || textOf(fieldsOf(parent, 'ancestorRef'), 'name');
    const conditions = conditionsOf({ ...object, status: { conditions: parent['conditions'] } });
    if (conditions.some(({ observedGeneration = generation }) => observedGeneration < generation))
      return progressing(`${reference}: generation ${generation} is not observed`);
    const unmet = conditions.find(({ type, status }) => MUST_HOLD.includes(type) && status !== 'True');
    if (!unmet) return conditions.length === 0 ? progressing(`${reference}: waiting for its conditions`) : healthy();
    return unmet.status === 'False' && unmet.reason !== 'Pending'
      ? degraded(`${reference}: ${explain(unmet)}`)
      : progressing(`${reference}: ${explain(unmet)}`);
  });
  return (
    findings.find(({ status }) => status === 'Degraded') ??
    findings.find(({ status }) => status === 'Progressing') ??
    findings[0]
  );
}
