import { syncOption } from '../../argocd/sync-options.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Inventory, InventoryEntry } from '../inventory/inventory.js';
import { isSettled } from '../objects/comparable.js';
import type { DesiredApplication, DesiredHook } from '../objects/desired.js';
import { isSecret, ownershipHash } from '../objects/fingerprint.js';
import { isProtectedKind } from '../objects/protected-kinds.js';
import { type Change, identityOfEntry, type UpdateReason } from '../observe/change.js';
import { isRemembered, isUnchanged, type Observation } from '../observe/observation.js';
import type { Discovery } from '../transport/discovery.js';
import type { HookRun } from './hook-run.js';
import { guardAmount, guardDeletion, type PruneOptions, type Refusal } from './prune-guards.js';
import { rememberedHooks } from './remembered-hooks.js';

/** Everything the decision depends on beside the observations. */
export interface PlanContext {
  readonly application: DesiredApplication;
  readonly inventory?: Inventory;
  /** The member objects of this set, whatever is desired, by `identityKey`. */
  readonly members: ReadonlyMap<string, KubeObject>;
  /** Objects that left the set but exist, by `identityKey`: their label was removed. */
  readonly detached: ReadonlySet<string>;
  /** What other Argo Applications of this run want, by `identityKey`: handed over, never deleted. */
  readonly claimed: ReadonlySet<string>;
  /** Why it cannot be told what others of Git want: then nothing is deleted. */
  readonly doubt?: string;
  /** Kinds whose list is incomplete. */
  readonly incomplete: ReadonlyMap<string, GitopsError>;
  readonly discovery: Discovery;
  readonly inventoryNamespace: string;
  readonly options: PruneOptions;
  /** Make again what differs in a field that cannot change. Default: false. */
  readonly recreate?: boolean;
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
 * Decides what a sync would do. Pure, so `diff` and `sync` cannot disagree: one prints the result, the other executes it; `rollback` plans an older revision.
 *
 * Nothing that is not in the inventory is ever deleted, and nothing that is not ours is ever applied.
 */
export function plan(observations: readonly Observation[], context: PlanContext): Plan {
  const decisions = observations.map((observation) => decide(observation, context));
  const wanted = new Set(observations.map(({ desired }) => identityKey(desired.identity)));
  const entries = (context.inventory?.entries ?? []).filter((entry) => !wanted.has(identityKey(entry)));
  const { members, hooks } = context;
  const remembered = context.cascade ? [] : rememberedHooks({ entries, members, isIncomplete: context.incomplete.size > 0, hooks });
  const hookKeys = new Set(hooks.map(({ identity }) => identityKey(identity)));
  const left = entries.filter((entry) => context.cascade || (entry.hook === undefined && !hookKeys.has(identityKey(entry))));
  const prunes = left.map((entry) => decidePrune(entry, context));
  const changes = [...decisions, ...prunes].filter((decision): decision is Change => 'action' in decision);
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
    asArgoCd: context.asArgoCd ?? false,
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
    changes.every((change) => (change.action === 'keep' && !change.stale) || (change.action === 'refuse' && change.retained))
  );
}

type Decision = Change | { readonly problem: GitopsError };

function decide(observation: Observation, context: PlanContext): Decision {
  const { desired, entry, live, rehearsal, failure } = observation;
  if (observation.refusal) return { problem: observation.refusal };
  const unchanged = live !== undefined && isUnchanged(desired, entry, live);
  if (unchanged && !rehearsal) return { action: 'keep', desired, live, stale: false, yielded: [] };
  if (live?.metadata.deletionTimestamp) return { problem: terminating(observation) };
  if (failure) return decideFailure(observation, failure, context);
  const { manifest = desired.manifest, merged, force = false, taken = [], yielded = [], migration } = rehearsal ?? {};
  const ahead = observation.ahead ? { ahead: true as const } : {};
  const apply = { desired, manifest, merged, ...ahead, force, taken, yielded, ...(migration ? { migration } : {}) };
  if (live && merged && !migration && isSettled(live, merged))
    return { action: 'keep', desired, live, stale: !isRemembered(desired, entry, live), yielded };
  if (
    live &&
    merged &&
    desired.replace &&
    syncOption('Force', desired.options, context.application.syncOptions) === 'true' &&
    !isProtectedKind(desired.identity)
  )
    return { action: 'recreate', reason: 'Replace=true with Force=true', live, ...apply };
  if (live || observation.stranger) return { action: 'update', reason: reasonOf(observation), live: live ?? observation.stranger, ...apply };
  return { action: 'create', reason: entry?.live ? 'missing' : 'new', ...apply };
}

/** A field that cannot change is recreated only where the object asks for it, or the application or the run does and it is nothing that holds other things. */
function decideFailure({ desired, live, anew }: Observation, failure: GitopsError, { application, recreate = false }: PlanContext): Decision {
  const own = syncOption('Force', desired.options) === 'true';
  const wanted = own || ((recreate || syncOption('Force', [], application.syncOptions) === 'true') && !isProtectedKind(desired.identity));
  if (failure.code !== 'CLUSTER_IMMUTABLE' || !wanted || !live) return { problem: failure };
  const apply = { desired, manifest: desired.manifest, force: false, taken: [], yielded: [] };
  return { action: 'recreate', reason: failure.message, live, ...(anew ? { anew } : {}), ...apply };
}

function reasonOf({ desired, entry, live, stranger, adopting, rehearsal }: Observation): UpdateReason {
  if (stranger) return adopting ? 'adopted' : 'handed over';
  if (!entry?.manifest) return 'interrupted before';
  if (rehearsal?.migration && live && isSettled(live, rehearsal.merged)) return 'taken over';
  // The inventory knows no values of Secrets: when nobody touched what lives, Git has others.
  const isTouched = !isSecret(desired.manifest) || !live || entry.live !== ownershipHash(live) || entry.uid !== live.metadata.uid;
  return entry.manifest === desired.hash && isTouched ? 'drifted' : 'manifest changed';
}

function terminating({ desired }: Observation): GitopsError {
  const object = describeIdentity(desired.identity);
  return new GitopsError('CLUSTER_TERMINATING', `${object} is being deleted in the cluster, and wanted by Git`, {
    object,
    hint: 'Wait until it is gone (its finalizers say what it waits for), then sync again.',
  });
}

type PruneDecision = Change | { readonly forget: readonly InventoryEntry[] };

function decidePrune(entry: InventoryEntry, context: PlanContext): PruneDecision {
  const key = identityKey(entry);
  if (context.claimed.has(key)) return { forget: [entry] };
  if (context.doubt !== undefined) return { action: 'refuse', entry, reason: context.doubt, retained: true };
  const refuse = ({ reason, retained }: Refusal): Change => ({ action: 'refuse', entry, reason, retained });
  const [incomplete] = context.incomplete;
  if (incomplete) return refuse({ reason: `nothing is deleted while ${incomplete[0].replace(/^\//, '')} cannot be listed`, retained: true });
  const resource = context.discovery.find(entry.apiVersion, entry.kind) ?? context.discovery.preferred(entry.group, entry.kind);
  if (!resource && context.discovery.unavailableGroups.includes(entry.group)) {
    return refuse({ reason: `the API group ${entry.group} is unavailable`, retained: true });
  }
  const live = context.members.get(key);
  if (!live && context.detached.has(key)) return refuse({ reason: 'it no longer carries our label', retained: false });
  if (!live || !resource) return { forget: [entry] };
  const refusal = guardDeletion(entry, live, context);
  return refusal ? refuse(refusal) : { action: 'delete', entry: { ...entry, ...identityOfEntry(entry) }, resource, live };
}
