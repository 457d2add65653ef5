import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { degraded, healthy } from './finding.js';
import type { HealthFinding } from './verdict.js';

/** Conditions that are bad when True; those of pools and BGP report trouble, not success. */
const BAD = [
  'cilium.io/PoolConflict',
  'cilium.io/NoMatchingNode',
  'cilium.io/MissingPeerConfigs',
  'cilium.io/ConflictingClusterConfigs',
  'io.cilium/conflict',
];

/**
 * Cilium: a policy says whether it is valid, a pool or a BGP configuration whether something is in its way.
 * What shows no condition is taken as it is.
 *
 * @see https://docs.cilium.io/en/stable/network/kubernetes/policy/
 * @see https://docs.cilium.io/en/stable/network/lb-ipam/#conflicts
 */
export function judgeCilium(object: KubeObject): HealthFinding | undefined {
  const conditions = conditionsOf(object);
  const bad = conditions.find(
    ({ type, status }) => (BAD.includes(type) && status === 'True') || (type === 'Valid' && status === 'False'),
  );
  if (bad) return degraded(explain(bad));
  return conditions.length > 0 ? healthy(conditions.find(({ type }) => type === 'Valid')?.message) : undefined;
}
