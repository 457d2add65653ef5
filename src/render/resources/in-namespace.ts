import type { KubeObject } from '../../manifest/kube-object.js';

/** Argo CD puts an object without a namespace into the namespace of the destination. */
export function inNamespace(object: KubeObject, namespace = object.metadata.namespace): KubeObject {
  const { metadata } = object;
  return metadata.namespace ? object : { ...object, metadata: { ...metadata, namespace } };
}
