import { isRecord, type KubeObject } from '../../../src/manifest/kube-object.js';

/**
 * `ready`, `completed` or `failed`, where an object's status says so; told as an event in the order of a
 * scenario.
 */
export function progressOf(object: KubeObject): 'ready' | 'completed' | 'failed' | undefined {
  const status = isRecord(object['status']) ? object['status'] : {};
  const spec = isRecord(object['spec']) ? object['spec'] : {};
  const isTrue = (type: string) =>
    conditionsOf(status).some((condition) => condition['type'] === type && condition['status'] === 'True');
  if (object.kind === 'Job' && isTrue('Complete')) return 'completed';
  if (object.kind === 'Job') return isTrue('Failed') ? 'failed' : undefined;
  if (object.kind === 'Pod' && status['phase'] === 'Succeeded') return 'completed';
  if (object.kind === 'Pod' && status['phase'] === 'Failed') return 'failed';
  if (object.kind === 'PersistentVolumeClaim') return status['phase'] === 'Bound' ? 'ready' : undefined;
  if (object.kind === 'CustomResourceDefinition') return isTrue('Established') ? 'ready' : undefined;
  const isObserved =
    status['observedGeneration'] === undefined || status['observedGeneration'] === object.metadata.generation;
  if (object.kind === 'Deployment' || object.kind === 'StatefulSet') {
    const wanted = spec['replicas'] ?? 1;
    return isObserved && status['updatedReplicas'] === wanted && (status['readyReplicas'] ?? 0) === wanted
      ? 'ready'
      : undefined;
  }
  return isObserved && isTrue('Ready') ? 'ready' : undefined;
}

function conditionsOf(status: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(status['conditions']) ? status['conditions'].filter(isRecord) : [];
}
