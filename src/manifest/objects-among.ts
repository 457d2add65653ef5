import { itemsOf } from './items-of.js';
import { isKubeObject, isRecord, type KubeObject, toKubeObject } from './kube-object.js';

/**
 * The Kubernetes objects among the documents of a file that may hold anything else too; a list is taken
 * apart.
 *
 * @throws GitopsError MANIFEST_INVALID_OBJECT for a named object whose `metadata` has a field of a wrong type
 */
export function objectsAmong(documents: readonly unknown[], file: string): readonly KubeObject[] {
  return documents
    .flatMap(itemsOf)
    .flatMap((item) => (isKubeObject(item) || isNamed(item) ? [toKubeObject(item, file)] : []));
}

function isNamed(item: unknown): boolean {
  if (!isRecord(item) || typeof item['apiVersion'] !== 'string' || typeof item['kind'] !== 'string') return false;
  return item['kind'] !== '' && isRecord(item['metadata']) && typeof item['metadata']['name'] === 'string';
}
