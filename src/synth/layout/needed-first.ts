import type { ArgoApplication } from '../../argocd/application/application.js';
import { SYNC_WAVE_ANNOTATION, waveOf } from '../../argocd/sync/waves.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { sortedByKey } from '../../manifest/sorted-by-key.js';

/**
 * Far below what anybody gives an Application, so that a new wave there does not rewrite every project and
 * cluster.
 */
const WAVE = -1000;

/**
 * Puts what Argo Applications need, AppProjects and cluster Secrets, into a sync wave before all of them:
 * with a health rule for the kind Application, Argo CD waits for each wave of Applications, and none of them
 * is healthy without its project and its cluster. Pruning goes the other way round: Applications first.
 *
 * @param applications what the app of apps brings
 */
export function neededFirst(
  applications: readonly ArgoApplication[],
): <T extends Pick<KubeObject, 'metadata'>>(object: T) => T {
  const lowest = applications.reduce((least, application) => Math.min(least, waveOf(application) - 1), WAVE);
  const wave = Math.max(lowest, Number.MIN_SAFE_INTEGER);
  return (object) => {
    const annotations = sortedByKey({ ...object.metadata.annotations, [SYNC_WAVE_ANNOTATION]: String(wave) });
    return { ...object, metadata: { ...object.metadata, annotations } };
  };
}
