import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { Change } from './change.js';

/**
 * Says that an update takes replicas away because Git does not set them any more, as when an autoscaler is to
 * have them from now on: the default of the cluster, 1, takes their place at once. Undefined when it does
 * not. Pure.
 */
export function fewerReplicas(change: Change): string | undefined {
  if (change.action !== 'update' || !change.live || !change.merged) return undefined;
  const before = replicasOf(change.live);
  const after = replicasOf(change.merged);
  if (before === undefined || after === undefined || after >= before) return undefined;
  if (replicasOf(change.desired.manifest) !== undefined) return undefined;
  return `replicas fall from ${before} to ${after}, because Git does not set them any more: sync the autoscaler first, and remove them from Git later`;
}

function replicasOf({ spec }: KubeObject): number | undefined {
  const replicas = isRecord(spec) ? spec['replicas'] : undefined;
  return typeof replicas === 'number' ? replicas : undefined;
}
