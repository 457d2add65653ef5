import type { Jq } from '../../engines/jq/jq.js';
import { GitopsError } from '../../errors.js';
import type { RehearsalPolicy } from '../objects/conflicts.js';
import type { OwnershipPolicy } from '../objects/ownership-policy.js';
import type { KubeClient } from '../transport/client.js';
import { isAllowedAhead } from './allowed-ahead.js';
import { explainRejection } from './explain-rejection.js';
import { isRefusedInPlace } from './is-refused-in-place.js';
import type { CustomVerdicts } from './judge-custom.js';
import type { Observation } from './observation.js';
import { refusedByDefinition } from './refused-by-definition.js';
import { rehearseAnew } from './rehearse-anew.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';
import { rehearseIgnoring } from './rehearse-ignoring.js';
import { rehearseReplacing } from './rehearse-replacing.js';

export interface RehearseObservationOptions {
  readonly client: KubeClient;
  /** Namespaces that do not exist, and that this run brings. */
  readonly missing: ReadonlySet<string>;
  /** What the CustomResourceDefinitions of the run say. */
  readonly verdicts: Promise<CustomVerdicts>;
  readonly conflicts: RehearsalPolicy;
  readonly ownership?: OwnershipPolicy;
  /** See `RehearseOptions`. */
  readonly contentOnly?: boolean;
  readonly jq: () => Jq;
  readonly signal?: AbortSignal;
}

/**
 * An observation with the dry run of its object, or why that failed; simulated where the cluster cannot judge
 * it yet.
 */
export async function rehearseObservation(
  base: Observation,
  options: RehearseObservationOptions,
): Promise<Observation> {
  const { desired } = base;
  const { client, conflicts: policy, ownership, contentOnly, missing, signal } = options;
  try {
    const verdicts = await options.verdicts;
    const refusal = refusedByDefinition(desired, verdicts);
    if (refusal) return { ...base, failure: refusal };
    if (desired.awaitsKind) return { ...base, simulated: true };
    try {
      if (desired.identity.namespace !== undefined && missing.has(desired.identity.namespace)) {
        await rehearseElsewhere(client, desired, signal);
        return { ...base, simulated: true };
      }
      const live = base.live ?? base.stranger;
      const rehearsing = {
        policy,
        rules: ownership?.conflictRules,
        live,
        adopting: base.adopting,
        contentOnly,
        signal,
      };
      const replacing = desired.replace ? { ...rehearsing, policy: 'take' as const } : rehearsing;
      const found = () => rehearseIgnoring(client, desired, replacing, options.jq);
      return { ...base, ...(await rehearseReplacing(client, desired, found, base.live, signal)) };
    } catch (error) {
      if (!isAllowedAhead(error, desired, verdicts)) throw error;
      return { ...base, simulated: true, ahead: true };
    }
  } catch (error) {
    const failure = explainRejection(error, desired);
    if (!GitopsError.is(failure) || failure.code === 'INTERRUPTED') throw error;
    if (!isRefusedInPlace(failure)) return { ...base, failure };
    const { refusal, anew } = await rehearseAnew(client, desired, signal);
    return { ...base, failure: refusal ?? failure, ...(anew ? { anew } : {}) };
  }
}
