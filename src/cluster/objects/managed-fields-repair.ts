import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type ManagedFieldsEntry, managedFieldsOf } from './fingerprint.js';
import { unionOf } from './managed-fields-set.js';

/** Why the API server applies nothing to an object: it cannot convert it for an entry of `managedFields`. */
export interface ConversionFailure {
  /** The API version that is not served any more. Absent: it is some version other than the applied one. */
  readonly vanished?: string;
}

/** `managedFields` that can be used again. */
export interface RewrittenOwners {
  readonly managedFields: readonly ManagedFieldsEntry[];
  /** The API versions that are not named any more. */
  readonly versions: readonly string[];
}

const VANISHED = /request to convert CR to an invalid group\/version: (\S+?)\.?$/;
/** The version of an entry is served, and its schema does not have what is applied. */
const TOO_NARROW = [
  /failed to convert (?:merged|pruned|old|new) object/,
  /: \./,
  /: (?:field not declared in schema|expected )/,
] as const;

/**
 * Reads the API server's answer to a server-side apply; undefined for any other failure.
 *
 * @see https://github.com/kubernetes/kubernetes/issues/111937
 */
export function conversionFailureOf(error: unknown): ConversionFailure | undefined {
  if (!GitopsError.is(error)) return undefined;
  const answer = String(error.data?.['message'] ?? error.message);
  const vanished = VANISHED.exec(answer)?.[1];
  if (vanished !== undefined) return { vanished };
  return TOO_NARROW.every((part) => part.test(answer)) ? {} : undefined;
}

/**
 * Writes the entries of `managedFields` that an apply failed for as entries of the applied API version: who
 * owns what stays known. Two entries that become one are united. Undefined when there are none. Pure.
 */
export function rewriteOwners(
  object: Pick<KubeObject, 'metadata'>,
  { vanished }: ConversionFailure,
  applied: string,
): RewrittenOwners | undefined {
  const entries = managedFieldsOf(object);
  const named = new Set(entries.flatMap(({ apiVersion }) => apiVersion ?? []));
  const versions = [...named].filter((version) => version !== applied && (vanished ?? version) === version).sort();
  if (versions.length === 0) return undefined;
  const rewritten = new Map<string, ManagedFieldsEntry>();
  for (const one of entries) {
    const entry = versions.includes(one.apiVersion ?? applied) ? { ...one, apiVersion: applied } : one;
    const key = JSON.stringify([entry.manager, entry.operation, entry.apiVersion, entry.subresource]);
    const before = rewritten.get(key);
    rewritten.set(key, before ? { ...before, fieldsV1: unionOf([before.fieldsV1, entry.fieldsV1]) } : entry);
  }
  return { managedFields: [...rewritten.values()], versions };
}
