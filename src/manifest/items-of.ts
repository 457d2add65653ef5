import { isRecord } from './kube-object.js';

/** What a `List`, of whatever kind, holds; anything else is itself. */
export function itemsOf(document: unknown): readonly unknown[] {
  const isList =
    isRecord(document) &&
    typeof document['kind'] === 'string' &&
    document['kind'].endsWith('List') &&
    Array.isArray(document['items']);
  return isList ? (document['items'] as readonly unknown[]) : [document];
}
