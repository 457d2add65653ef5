import type { KubeObject } from '../../manifest/kube-object.js';

/** Argo CD puts what has no namespace into that of the destination. */
export function inNamespace(object: KubeObject, namespace = object.metadata.namespace): KubeObject {
  const { metadata } = object;
  return metadata.namespace ? object : { ...object, metadata: { ...metadata, namespace } };
}
