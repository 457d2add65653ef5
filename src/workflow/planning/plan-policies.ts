import type { OwnershipPolicy } from '../../cluster/objects/ownership-policy.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import type { PlanOptions } from '../api/options.js';

/** What a run may delete and what it may take, each apart from the options of its verb. */
export interface PlanPolicies {
  readonly prune: PruneOptions;
  readonly ownership: OwnershipPolicy;
}

export function planPolicies(options: Omit<PlanOptions, 'conflicts'>): PlanPolicies {
  const { prune, allowEmpty, pruneProtected, maxPrune, maxPrunePercent, confirmPrune } = options;
  const { conflictRules, adoptable, takeover, recreate } = options;
  return {
    prune: { prune, allowEmpty, pruneProtected, maxPrune, maxPrunePercent, confirmPrune },
    ownership: { conflictRules, adoptable, takeover, recreate },
  };
}
