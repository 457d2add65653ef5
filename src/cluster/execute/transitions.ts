import { defined } from '../../manifest/defined.js';
import { identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { InventoryEntry } from '../inventory/inventory.js';
import type { DesiredObject } from '../objects/desired.js';
import { ownershipHash } from '../objects/fingerprint.js';
import { type ApplyChange, type Change, identityOfChange } from '../plan/change.js';
import type { Plan } from '../plan/plan.js';
import type { Progress } from './execution.js';
import { hookEntries } from './hook-entries.js';

/**
 * The entries to write before acting: old and new together, and everything that is about to change without
 * hashes, so that whatever happens next, nothing is orphaned and nothing half-done is taken for done. Pure.
 */
export function pendingEntries(plan: Plan, previous: readonly InventoryEntry[]): readonly InventoryEntry[] {
  const everything = new Set(plan.changes.map((change) => identityKey(identityOfChange(change))));
  for (const { desired } of plan.runs) everything.add(identityKey(desired.identity));
  return entriesAfter(plan, previous, { attempted: everything, applied: new Map(), deleted: new Set() });
}

/**
 * The entries that are true after so much of a plan was executed, one for each object: a hook that runs again
 * takes the place of what it left before. Pure.
 */
export function entriesAfter(
  plan: Plan,
  previous: readonly InventoryEntry[],
  progress: Progress,
): readonly InventoryEntry[] {
  const before = new Map(previous.map((entry) => [identityKey(entry), entry]));
  const objects = plan.changes.flatMap((change) => {
    const key = identityKey(identityOfChange(change));
    return entryAfter(change, before.get(key), key, progress) ?? [];
  });
  const all = [...objects, ...hookEntries(plan, progress)];
  return [...new Map(all.map((entry) => [identityKey(entry), entry])).values()];
}

function entryAfter(
  change: Change,
  before: InventoryEntry | undefined,
  key: string,
  progress: Progress,
): InventoryEntry | undefined {
  switch (change.action) {
    case 'keep':
      return change.stale || !before ? confirmed(change.desired, change.live) : before;
    case 'delete':
      return progress.deleted.has(key) ? undefined : change.entry;
    case 'refuse':
      return change.retained ? change.entry : undefined;
    default:
      return appliedEntry(change, before, key, progress);
  }
}

function appliedEntry(
  change: ApplyChange,
  before: InventoryEntry | undefined,
  key: string,
  progress: Progress,
): InventoryEntry | undefined {
  const live = progress.applied.get(key);
  if (live) return confirmed(change.desired, live);
  if (!progress.attempted.has(key)) return before;
  const uid = change.action === 'update' ? change.live?.metadata.uid : undefined;
  return { ...shapeOf(change.desired), ...defined({ uid }) };
}

function confirmed(desired: DesiredObject, live: KubeObject): InventoryEntry {
  return { ...shapeOf(desired), uid: live.metadata.uid, manifest: desired.hash, live: ownershipHash(live) };
}

function shapeOf({ identity, manifest }: DesiredObject): InventoryEntry & ObjectIdentity {
  return { apiVersion: manifest.apiVersion, ...identity };
}
