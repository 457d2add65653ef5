import { defined } from '../../manifest/defined.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { ownEntry } from './fingerprint.js';
import { ownedPart } from './owned-part.js';

/**
 * An object with the fields that are ours, without the defaults of the API server and what others added;
 * whole where none is ours. Pure.
 */
export function ownedView(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const fields = ownEntry(object)?.fieldsV1;
  if (!fields) return object;
  // What we own of an object is one.
  const { metadata: own, ...rest } = ownedPart(object, fields) as Partial<KubeObject>;
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, ...defined({ namespace }), ...own }, ...rest };
}
