import { isRecord } from '../../manifest/kube-object.js';
import { FIELD_MANAGER } from './field-manager.js';
import { isOwnEntry, type ManagedFieldsEntry } from './fingerprint.js';
import { type FieldSet, isEmptySet, unionOf } from './managed-fields-set.js';

/**
 * `managedFields` in which some fields, and everything below them, are ours alone, whatever their owners: the
 * next apply removes those of them that Git does not set. Pure.
 *
 * A server-side apply removes nothing that somebody else owns, and no default that nobody owns.
 *
 * @param apiVersion of the manifest that is applied
 */
export function claimFields(
  entries: readonly ManagedFieldsEntry[],
  claimed: FieldSet,
  apiVersion: string,
): readonly ManagedFieldsEntry[] {
  const own: ManagedFieldsEntry = entries.find(isOwnEntry) ?? {
    manager: FIELD_MANAGER,
    operation: 'Apply',
    apiVersion,
    fieldsType: 'FieldsV1',
  };
  const others = entries
    .filter((entry) => !isOwnEntry(entry))
    .flatMap((entry) => {
      const fieldsV1 = withoutBelow(entry.fieldsV1 ?? {}, claimed);
      return isEmptySet(fieldsV1) ? [] : [{ ...entry, fieldsV1 }];
    });
  return [{ ...own, fieldsV1: unionOf([own.fieldsV1, claimed]) }, ...others];
}

/** A set without the fields of another and what is below them. */
function withoutBelow(set: FieldSet, claimed: FieldSet): FieldSet {
  return Object.fromEntries(
    Object.entries(set).flatMap(([key, child]) => {
      const taken = claimed[key];
      if (!isRecord(taken) || key === '.') return [[key, child]];
      if (isEmptySet(taken)) return [];
      const left = withoutBelow(isRecord(child) ? child : {}, taken);
      return isEmptySet(left) && !isEmptySet(isRecord(child) ? child : {}) ? [] : [[key, left]];
    }),
  );
}
