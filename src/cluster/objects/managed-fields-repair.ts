import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type ManagedFieldsEntry, managedFieldsOf } from './fingerprint.js';
import { unionOf } from './managed-fields-set.js';

/**
 * The API version that `managedFields` of an object names and the API server no longer serves, read from its
 * answer to a server-side apply; undefined for any other answer.
 *
 * @see https://github.com/kubernetes/kubernetes/issues/111937
 */
export function vanishedVersionOf(error: unknown): string | undefined {
  if (!GitopsError.is(error)) return undefined;
  return /request to convert CR to an invalid group\/version: (\S+?)\.?$/.exec(
    String(error.data?.['message'] ?? error.message),
  )?.[1];
}

/**
 * `managedFields` with the entries of one API version written for another: who owns what stays known. Two
 * entries that become one are united. Undefined when there are none. Pure.
 */
export function repairVersion(
  object: Pick<KubeObject, 'metadata'>,
  from: string,
  to: string,
): readonly ManagedFieldsEntry[] | undefined {
  const entries = managedFieldsOf(object);
  if (from === to || !entries.some(({ apiVersion }) => apiVersion === from)) return undefined;
  const repaired = new Map<string, ManagedFieldsEntry>();
  for (const entry of entries.map((one) => (one.apiVersion === from ? { ...one, apiVersion: to } : one))) {
    const key = JSON.stringify([entry.manager, entry.operation, entry.apiVersion, entry.subresource]);
    const before = repaired.get(key);
    repaired.set(key, before ? { ...before, fieldsV1: unionOf([before.fieldsV1, entry.fieldsV1]) } : entry);
  }
  return [...repaired.values()];
}
