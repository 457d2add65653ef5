import type { KubeObject } from '../../manifest/kube-object.js';
import type { ConflictRule } from '../objects/conflict-rules.js';
import type { FieldConflict, RehearsalPolicy } from '../objects/conflicts.js';
import type { FieldSet } from '../objects/managed-fields-set.js';

/** What a dry run said an apply would do. */
export interface Rehearsal {
  /** The object as the apply would leave it. */
  readonly merged: KubeObject;
  /** What to send: the desired manifest, without fields that were left to others. */
  readonly manifest: KubeObject;
  /** Whether fields have to be taken from their managers. */
  readonly force: boolean;
  readonly taken: readonly FieldConflict[];
  readonly yielded: readonly FieldConflict[];
  /** Other tools' fields that become ours before the apply; absent when none do. */
  readonly migration?: PlannedMigration;
  readonly warnings: readonly string[];
}

/** How the owners of an object's fields change before it is applied. */
export interface PlannedMigration {
  /** Deployment tools that let go, by the names of their field managers. */
  readonly managers: readonly string[];
  /** True when the object becomes ours by this run. */
  readonly adopting: boolean;
  /** What we will own after the apply. */
  readonly next?: FieldSet;
  /** Field managers that keep what they have, because fields were left to them. */
  readonly except?: readonly string[];
  /** True for an object without owners of which Kubernetes may have allocated what Git does not set. */
  readonly keepsUnset?: true;
  /** Fields in the way of the manifest, whatever their owners: they become ours, and go with the apply. */
  readonly claimed?: FieldSet;
  /** API versions that owners of fields are written for, and to which the object cannot be converted. */
  readonly rewrittenVersions?: readonly string[];
}

export interface RehearseOptions {
  readonly policy: RehearsalPolicy;
  /** Rules for single fields or kinds, before those of the object's annotation. */
  readonly rules?: readonly ConflictRule[];
  /** The object as it is, or its metadata; absent for one that does not exist. */
  readonly live?: KubeObject;
  /** True when it becomes ours by this run. Default: false. */
  readonly adopting?: boolean;
  /** True when only its content counts, and not who owns it: Argo CD delivers it. Default: false. */
  readonly contentOnly?: boolean;
  readonly signal?: AbortSignal;
}
