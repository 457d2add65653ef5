import { isRecord } from './kube-object.js';

/**
 * What a list holds, of whatever kind it says it is: kubectl and Argo CD ask for a list `items` only. Nothing
 * where `items` is null and there is neither spec nor status. Anything else is itself.
 */
export function itemsOf(document: unknown): readonly unknown[] {
  if (!isRecord(document)) return [document];
  const { items } = document;
  if (Array.isArray(items)) return items;
  const isNull = items === null && !Object.hasOwn(document, 'spec') && !Object.hasOwn(document, 'status');
  return isNull ? [] : [document];
}
