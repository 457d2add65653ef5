import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { MatchedObjects } from './match-objects.js';

/** An entry of `replicas:` in a kustomization. */
export interface ReplicaEntry {
  readonly name: string;
  readonly count: number;
}

const KINDS: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/**
 * The `replicas:` entries of an overlay. kustomize applies one to every workload of that name, so it is used
 * only where all of them agree.
 */
export function replicaEntries({ pairs, added }: MatchedObjects): readonly ReplicaEntry[] {
  const workloads = [...pairs, ...added.map((overlay) => ({ base: undefined, overlay }))].filter(
    ({ overlay }) => overlay && KINDS.has(overlay.kind),
  );
  const names = new Set(workloads.map(({ overlay }) => overlay?.metadata.name ?? ''));
  return [...names].sort().flatMap((name): ReplicaEntry[] => {
    const same = workloads.filter(({ overlay }) => overlay?.metadata.name === name);
    const count = replicasOf(same[0]?.overlay);
    const changes = same.some(({ base }) => base && replicasOf(base) !== count);
    const agree = same.every(({ overlay }) => replicasOf(overlay) === count);
    return changes && agree && typeof count === 'number' && Number.isInteger(count) && count >= 0
      ? [{ name, count }]
      : [];
  });
}

/**
 * The overlay's object with the replicas of the base where an entry sets them: what a patch has to bring
 * about.
 */
export function withReplicasBefore(
  entries: readonly ReplicaEntry[],
  base: KubeObject,
  overlay: KubeObject,
): KubeObject {
  const set = KINDS.has(overlay.kind) && entries.some(({ name }) => name === overlay.metadata.name);
  if (!set || !isRecord(overlay['spec'])) return overlay;
  const { replicas: _, ...spec } = overlay['spec'];
  const before = replicasOf(base);
  return { ...overlay, spec: before === undefined ? spec : { ...spec, replicas: before } };
}

function replicasOf(object: KubeObject | undefined): unknown {
  return isRecord(object?.['spec']) ? object['spec']['replicas'] : undefined;
}
