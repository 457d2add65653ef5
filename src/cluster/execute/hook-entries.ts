import { defined } from '../../manifest/defined.js';
import { identityKey } from '../../manifest/identity.js';
import type { InventoryEntry } from '../inventory/inventory.js';
import type { HookRun } from '../plan/hook-run.js';
import type { Plan } from '../plan/plan.js';
import type { Progress } from './execution.js';

/**
 * The inventory's entries of hooks after so much of a plan was executed: those that were run, and what
 * earlier runs left. Pure.
 */
export function hookEntries({ runs, remembered }: Plan, progress: Progress): readonly InventoryEntry[] {
  const before = new Map(remembered.map((entry) => [identityKey(entry), entry]));
  const made = new Map(runs.flatMap((run) => entryOf(run, progress)));
  return [...new Map([...before, ...made])].flatMap(([key, entry]) => (isGone(key, progress) ? [] : entry));
}

function entryOf(
  { desired, live }: HookRun,
  { attempted, applied }: Progress,
): readonly (readonly [string, InventoryEntry])[] {
  const { identity, manifest, phases } = desired;
  const key = identityKey(identity);
  if (!attempted.has(key)) return [];
  const uid = applied.get(key)?.metadata.uid ?? live?.metadata.uid;
  return [[key, { apiVersion: manifest.apiVersion, ...identity, ...defined({ uid }), hook: phases.join() }]];
}

function isGone(key: string, { deleted, applied }: Progress): boolean {
  return deleted.has(key) && !applied.has(key);
}
