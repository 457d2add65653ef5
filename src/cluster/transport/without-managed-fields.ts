import type { KubeObject } from '../../manifest/kube-object.js';

/** The object without `metadata.managedFields`, most of its size: for thousands that are kept. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
