import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { Inventory, InventoryEntry } from '../inventory/inventory.js';
import type { DesiredApplication, DesiredHook } from '../objects/desired.js';
import type { Observation } from '../rehearse/observation.js';
import type { Change } from './change.js';
import { type DecideContext, decide } from './decide.js';
import { type DecidePruneContext, decidePrune } from './decide-prune.js';
import { heldByLeaving } from './held-by-leaving.js';
import type { HookRun } from './hook-run.js';
import { guardAmount } from './prune-guards.js';
import { rememberedHooks } from './remembered-hooks.js';

/** Everything that the decision depends on, in addition to the observations. */
export interface PlanContext extends DecideContext, DecidePruneContext {
  readonly application: DesiredApplication;
  readonly inventory?: Pick<Inventory, 'entries'>;
  /** The application's hooks in Git. */
  readonly hooks: readonly DesiredHook[];
  /** The Argo Application goes whole: what its hooks left goes with it. */
  readonly cascade: boolean;
  /** Prune inside the waves, and do not wait for the last one, as Argo CD does. Default: false. */
  readonly asArgoCd?: boolean;
}

/** What a sync would do for one Argo Application in one cluster. */
export interface Plan {
  readonly changes: readonly Change[];
  /** Entries of objects that are gone or were handed over: they leave the inventory. */
  readonly forget: readonly InventoryEntry[];
  /** Hooks that are run, once for each of their phases; `withHooks` adds them. */
  readonly runs: readonly HookRun[];
  /** What hooks of earlier runs left: it stays, unless its hook is run again. */
  readonly remembered: readonly InventoryEntry[];
  /** Argo CD's own order: see `PlanContext`. */
  readonly asArgoCd: boolean;
  /** The Argo Application's sync option `PruneLast=true`. */
  readonly pruneLast: boolean;
  /** What stops it before the first write. */
  readonly problems: readonly GitopsError[];
}

/**
 * Decides what a sync would do. Pure, so `diff` and `sync` cannot disagree: one prints the result, the other
 * executes it; `rollback` plans an older revision.
 *
 * Nothing that is not in the inventory is ever deleted, and nothing that is not ours is ever applied.
 */
export function plan(observations: readonly Observation[], context: PlanContext): Plan {
  const decided = observations.map((observation) => decide(observation, context));
  const wanted = new Set(observations.map(({ desired }) => identityKey(desired.identity)));
  const entries = (context.inventory?.entries ?? []).filter((entry) => !wanted.has(identityKey(entry)));
  const { members, hooks } = context;
  const remembered = context.cascade
    ? []
    : rememberedHooks({ entries, members, isIncomplete: context.incomplete.size > 0, hooks });
  const hookKeys = new Set(hooks.map(({ identity }) => identityKey(identity)));
  const left = entries.filter(
    (entry) => context.cascade || (entry.hook === undefined && !hookKeys.has(identityKey(entry))),
  );
  const prunes = left.map((entry) => decidePrune(entry, context));
  const isChange = (decision: object): decision is Change => 'action' in decision;
  const asArgoCd = context.asArgoCd ?? false;
  const decisions = decided.map(
    (decision, index) => heldByLeaving(observations[index]!, prunes.filter(isChange), asArgoCd) ?? decision,
  );
  const changes = [...decisions, ...prunes].filter(isChange);
  const amount = guardAmount(
    context.application.name,
    changes.filter((change) => change.action === 'delete').length,
    (context.inventory?.entries ?? []).filter(({ hook }) => hook === undefined).length,
    observations.length,
    context.options,
  );
  return {
    changes,
    forget: prunes.flatMap((decision) => ('forget' in decision ? decision.forget : [])),
    runs: [],
    remembered,
    asArgoCd,
    pruneLast: context.application.syncOptions.includes('PruneLast=true'),
    // A kind that cannot be listed is one problem, however many objects it has.
    problems: [
      ...new Set([
        ...decisions.flatMap((decision) => ('problem' in decision ? GitopsError.each(decision.problem) : [])),
        ...(amount ? [amount] : []),
      ]),
    ],
  };
}

/** True when executing the plan would send no write at all. */
export function isEmpty({ changes, forget, runs }: Plan): boolean {
  return (
    forget.length === 0 &&
    runs.length === 0 &&
    changes.every(
      (change) => (change.action === 'keep' && !change.stale) || (change.action === 'refuse' && change.retained),
    )
  );
}
