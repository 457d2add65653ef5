import type { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { InventoryEntry } from '../inventory/inventory.js';
import type { DesiredObject } from '../objects/desired.js';
import { isSecret, ownershipHash } from '../objects/fingerprint.js';
import { migrateOwnership } from '../objects/migrate-ownership.js';
import { sameSecretData } from '../objects/secret-data.js';
import type { Rehearsal } from './rehearsal.js';

/** What the cluster said about one desired object. */
export interface Observation {
  readonly desired: DesiredObject;
  /** What the inventory remembers of it. */
  readonly entry?: InventoryEntry;
  /** The object as it is now, when it is a member of our set. */
  readonly live?: KubeObject;
  /**
   * An object of that name which is not a member of our set: its metadata, or all of it where a run only
   * looks (`inspect`).
   */
  readonly stranger?: KubeObject;
  /** True when the object did not belong to us before. */
  readonly adopting?: boolean;
  /** Whether the stranger may be taken over, and why not. */
  readonly refusal?: GitopsError;
  /** The dry run; absent where none was needed or possible. */
  readonly rehearsal?: Rehearsal;
  /** What the dry run failed with. */
  readonly failure?: GitopsError;
  /** What it would be if it were deleted and made again, where the failure is that fields cannot change. */
  readonly anew?: KubeObject;
  /** True when it could not be rehearsed, because its Namespace or kind comes in the same run. */
  readonly simulated?: boolean;
  /**
   * True when the cluster refuses it now and the CustomResourceDefinition that this run changes allows it.
   */
  readonly ahead?: boolean;
}

/**
 * True when manifest and live object are what they were after the last successful apply, and no deployment
 * tool shares our fields: nothing to rehearse, nothing to do. Pure.
 */
export function isUnchanged(
  desired: DesiredObject,
  entry: InventoryEntry | undefined,
  live: KubeObject | undefined,
): boolean {
  if (!live || !isRemembered(desired, entry, live)) return false;
  return !isSecret(desired.manifest) || sameSecretData(desired.manifest, live);
}

/**
 * True when the inventory knows manifest and live object as they are. It knows no values of Secrets. Pure.
 */
export function isRemembered(desired: DesiredObject, entry: InventoryEntry | undefined, live: KubeObject): boolean {
  if (!entry?.manifest || !entry.live || live.metadata.deletionTimestamp) return false;
  const same = entry.uid === live.metadata.uid && entry.manifest === desired.hash && entry.live === ownershipHash(live);
  return same && !migrateOwnership(live, { rule: desired.migration ?? { enabled: true }, adopting: false });
}
