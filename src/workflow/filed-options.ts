import { INVENTORY_NAMESPACE } from '../cluster/inventory/name.js';
import { DEFAULT_MAX_PRUNE, DEFAULT_MAX_PRUNE_PERCENT } from '../cluster/plan/prune-guards.js';
import { DEFAULT_OUTPUT, type PlanOptions } from './options.js';
import type { FiledOptions } from './plan-file.js';

/** The options that decide about a plan, with their defaults. */
export function filedOptions(options: PlanOptions): FiledOptions {
  return {
    outputDir: options.outputDir ?? DEFAULT_OUTPUT,
    inventoryNamespace: options.inventoryNamespace ?? INVENTORY_NAMESPACE,
    conflicts: options.conflicts ?? 'auto',
    adopt: options.adopt ?? false,
    pruneOrphaned: options.pruneOrphaned ?? false,
    pruneProtected: options.pruneProtected ?? false,
    allowEmpty: options.allowEmpty ?? false,
    prune: options.prune ?? 'policy',
    maxPrune: options.maxPrune ?? DEFAULT_MAX_PRUNE,
    maxPrunePercent: options.maxPrunePercent ?? DEFAULT_MAX_PRUNE_PERCENT,
  };
}
