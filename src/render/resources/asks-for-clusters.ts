import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

/** Whether an ApplicationSet has a cluster generator, also within a matrix or a merge. */
export function asksForClusters({ spec }: KubeObject): boolean {
  return isRecord(spec) && hasClusters(spec['generators']);
}

function hasClusters(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(hasClusters);
  if (!isRecord(part)) return false;
  return Object.hasOwn(part, 'clusters') || ['matrix', 'merge', 'generators'].some((key) => hasClusters(part[key]));
}
