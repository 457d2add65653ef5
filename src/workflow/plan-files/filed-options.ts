import { INVENTORY_NAMESPACE } from '../../cluster/inventory/name.js';
import { DEFAULT_MAX_PRUNE, DEFAULT_MAX_PRUNE_PERCENT } from '../../cluster/plan/prune-guards.js';
import { canonicalJson } from '../../manifest/canonical.js';
import { DEFAULT_OUTPUT, type PlanOptions, type RevisionOptions, type Selection } from '../api/options.js';
import { DEFAULT_MAX_PRUNE_APPLICATIONS } from '../planning/guard-vanishing.js';
import type { FiledOptions } from './plan-file.js';

/** What says where to look, and what only bears on health. */
type Elsewhere =
  | keyof Selection
  | Exclude<keyof RevisionOptions, 'outputDir'>
  | 'access'
  | 'allowSharedCluster'
  | 'deleting'
  | 'healthRules'
  | 'now'
  | 'onEvent'
  | 'signal';

/** Every option that decides what a sync does, with its default. */
const DEFAULTS: Readonly<Record<Exclude<keyof PlanOptions, Elsewhere>, unknown>> = {
  adopt: false,
  adoptable: 'none',
  allowEmpty: false,
  allowOlder: false,
  asArgoCd: false,
  confirmPrune: false,
  conflictRules: 'none',
  conflicts: 'auto',
  hooks: 'auto',
  impersonate: 'as argocd-cm says',
  inventoryNamespace: INVENTORY_NAMESPACE,
  maxPrune: DEFAULT_MAX_PRUNE,
  maxPruneApplications: DEFAULT_MAX_PRUNE_APPLICATIONS,
  maxPrunePercent: DEFAULT_MAX_PRUNE_PERCENT,
  outputDir: DEFAULT_OUTPUT,
  prune: 'as each Argo Application says',
  pruneOrphaned: false,
  pruneProtected: false,
  recreate: false,
  takeover: false,
};

/** The options that decide about a plan, as text; those that are not given by their defaults. */
export function filedOptions(options: PlanOptions): FiledOptions {
  const given: Readonly<Record<string, unknown>> = { ...options };
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, preset]) => [name, textOf(given[name] ?? preset)]));
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}
