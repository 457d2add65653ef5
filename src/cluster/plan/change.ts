import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { identityOfEntry } from '../inventory/identity-of-entry.js';
import type { InventoryEntry } from '../inventory/inventory.js';
import type { FieldConflict } from '../objects/conflicts.js';
import type { DesiredObject } from '../objects/desired.js';
import type { PlannedMigration } from '../rehearse/rehearsal.js';
import type { ApiResource } from '../transport/discovery.js';

/** Why an object is changed. */
export type UpdateReason =
  | 'manifest changed'
  | 'drifted'
  | 'interrupted before'
  | 'adopted'
  | 'handed over'
  | 'taken over'
  | DeliveredReason;

/** For an Application that Argo CD delivers: why its next sync changes an object. */
export type DeliveredReason = 'differs from Git' | 'not tracked by Argo CD yet' | 'tracked by another Argo Application';

interface Apply {
  readonly desired: DesiredObject;
  /** The manifest that sync sends: `desired.manifest` without the fields that other managers keep. */
  readonly manifest: KubeObject;
  /** The object as a dry run would leave it; absent when it could not be rehearsed. */
  readonly merged?: KubeObject;
  /** True when the cluster accepts the object only after this run changed its CustomResourceDefinition. */
  readonly ahead?: true;
  readonly force: boolean;
  readonly taken: readonly FieldConflict[];
  readonly yielded: readonly FieldConflict[];
  /** Other tools' fields that become ours before the apply. */
  readonly migration?: PlannedMigration;
}

/** One change of a plan. */
export type Change =
  | ({ readonly action: 'create'; readonly reason: 'new' | 'missing' } & Apply)
  | ({ readonly action: 'update'; readonly reason: UpdateReason; readonly live?: KubeObject } & Apply)
  | ({
      readonly action: 'recreate';
      readonly reason: string;
      readonly live: KubeObject;
      /** The object as a dry run would create it again; absent when that was not rehearsed. */
      readonly anew?: KubeObject;
    } & Apply)
  | {
      readonly action: 'keep';
      readonly desired: DesiredObject;
      readonly live: KubeObject;
      /** True when the object is as in Git, and only the inventory has to be updated. */
      readonly stale: boolean;
      readonly yielded: readonly FieldConflict[];
    }
  | {
      readonly action: 'delete';
      readonly entry: InventoryEntry;
      readonly resource: ApiResource;
      readonly live: KubeObject;
    }
  | {
      /** A deletion that a guard forbids. Sync reports it, and keeps the object. */
      readonly action: 'refuse';
      readonly entry: InventoryEntry;
      readonly reason: string;
      /** False when sync no longer owns the object, so that it leaves the inventory. */
      readonly retained: boolean;
    };

/** Whether nobody but its schema said what an object would be. */
export function isSimulated(change: Change): boolean {
  return isApply(change) && change.merged === undefined && !('anew' in change && change.anew !== undefined);
}

/** The changes that send an apply. */
export type ApplyChange = Extract<Change, { readonly manifest: KubeObject }>;
export type DeleteChange = Extract<Change, { readonly action: 'delete' }>;

/** The object that a change, or a run of a hook, is about. */
export function identityOfChange(change: Change | Pick<Apply, 'desired'>): ObjectIdentity {
  return 'desired' in change ? change.desired.identity : identityOfEntry(change.entry);
}

export function isApply(change: Change): change is ApplyChange {
  return 'manifest' in change;
}
