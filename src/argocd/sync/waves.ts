import type { KubeObject } from '../../manifest/kube-object.js';
import { parseGoInteger } from '../go-integer.js';

export const SYNC_WAVE_ANNOTATION = 'argocd.argoproj.io/sync-wave';
const HELM_WEIGHT_ANNOTATION = 'helm.sh/hook-weight';

/**
 * The sync wave of an object or of an Argo Application, as Argo CD reads it. Without a readable annotation it
 * is the weight of Helm's hook, otherwise 0.
 */
export function waveOf({ metadata }: Pick<KubeObject, 'metadata'>): number {
  // Templates leave `annotations:` without a value.
  const annotations = metadata.annotations ?? {};
  return (
    parseGoInteger(annotations[SYNC_WAVE_ANNOTATION] ?? '') ??
    parseGoInteger(annotations[HELM_WEIGHT_ANNOTATION] ?? '') ??
    0
  );
}
