import { deepEqual } from '../../manifest/equality.js';
import { isRecord } from '../../manifest/kube-object.js';

export interface AddedFields<T> {
  readonly value: T;
  /** Paths of fields that say something else than what is there already; they are left out. */
  readonly conflicts: readonly string[];
}

/**
 * What we write, and the fields that a user gives: maps are merged by key, at any depth. A field that we
 * write ourselves stays. Pure.
 *
 * @param yields paths in which the given field wins
 */
export function addFields<T extends object>(own: T, fields: object, yields: readonly string[] = []): AddedFields<T> {
  const conflicts: string[] = [];
  const value = add(own, fields, '') as T; // fields are added, none of ours changes its type
  return { value, conflicts };

  function add(ours: unknown, given: unknown, path: string): unknown {
    if (ours === undefined || yields.includes(path)) return given;
    if (isRecord(ours) && isRecord(given)) {
      const added = Object.entries(given).map(([key, value]) => {
        const at = path === '' ? key : `${path}.${key}`;
        return [key, value === undefined ? ours[key] : add(ours[key], value, at)] as const;
      });
      return { ...ours, ...Object.fromEntries(added) };
    }
    if (!deepEqual(ours, given)) conflicts.push(path);
    return ours;
  }
}
