import type { KubeObject } from '../manifest/kube-object.js';

export const SYNC_WAVE_ANNOTATION = 'argocd.argoproj.io/sync-wave';
const HELM_WEIGHT_ANNOTATION = 'helm.sh/hook-weight';

/** The sync wave of an object or of an Argo Application: an integer, 0 when absent or unreadable, as Argo CD reads it. */
export function waveOf(object: Pick<KubeObject, 'metadata'>): number {
  const annotations = object.metadata.annotations;
  const text = annotations?.[SYNC_WAVE_ANNOTATION] ?? annotations?.[HELM_WEIGHT_ANNOTATION] ?? '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}
