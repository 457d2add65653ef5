import type { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { identityOfEntry } from '../inventory/identity-of-entry.js';
import type { InventoryEntry } from '../inventory/inventory.js';
import type { Discovery } from '../transport/discovery.js';
import type { Change } from './change.js';
import { type GuardContext, guardDeletion, type Refusal } from './prune-guards.js';

/** What the decision about an object that left Git depends on. */
export interface DecidePruneContext extends GuardContext {
  /** The member objects of this set, whatever is desired, by `identityKey`. */
  readonly members: ReadonlyMap<string, KubeObject>;
  /** Objects that left the set but exist, by `identityKey`: their label was removed. */
  readonly detached: ReadonlySet<string>;
  /** What other Argo Applications of this run want, by `identityKey`: handed over, never deleted. */
  readonly claimed: ReadonlySet<string>;
  /** Names of Argo Applications of other repositories whose inventories list an object, by `identityKey`. */
  readonly listedByOthers: ReadonlyMap<string, string>;
  /** Why it is not known what the rest of Git wants: then nothing is deleted. */
  readonly doubt?: string;
  /** Kinds whose list is incomplete. */
  readonly incomplete: ReadonlyMap<string, GitopsError>;
  readonly discovery: Pick<Discovery, 'find' | 'preferred' | 'unavailableGroups'>;
}

/**
 * What happens to an object that left Git: `forget` leaves it alone and takes its entry out of the inventory.
 */
export type PruneDecision = Change | { readonly forget: readonly InventoryEntry[] };

/**
 * Decides whether an object that the inventory has and Git has not is deleted, handed over, or kept with a
 * reason. Pure.
 */
export function decidePrune(entry: InventoryEntry, context: DecidePruneContext): PruneDecision {
  const key = identityKey(entry);
  if (context.claimed.has(key)) return { forget: [entry] };
  if (context.doubt !== undefined) return { action: 'refuse', entry, reason: context.doubt, retained: true };
  const refuse = ({ reason, retained }: Refusal): Change => ({ action: 'refuse', entry, reason, retained });
  const [incomplete] = context.incomplete;
  if (incomplete)
    return refuse({
      reason: `nothing is deleted while ${incomplete[0].replace(/^\//, '')} cannot be listed`,
      retained: true,
    });
  const resource =
    context.discovery.find(entry.apiVersion, entry.kind) ?? context.discovery.preferred(entry.group, entry.kind);
  if (!resource && context.discovery.unavailableGroups.includes(entry.group)) {
    return refuse({ reason: `the API group ${entry.group} is unavailable`, retained: true });
  }
  const live = context.members.get(key);
  if (!live && context.detached.has(key)) return refuse({ reason: 'it no longer carries our label', retained: false });
  if (!live || !resource) return { forget: [entry] };
  const other = context.listedByOthers.get(key);
  if (other !== undefined)
    return refuse({
      reason: `the Argo Application '${other}' of another repository lists it too, and gets it`,
      retained: false,
    });
  const refusal = guardDeletion(entry, live, context);
  return refusal
    ? refuse(refusal)
    : { action: 'delete', entry: { ...entry, ...identityOfEntry(entry) }, resource, live };
}
