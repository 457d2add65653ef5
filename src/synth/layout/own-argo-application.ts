import type { ArgoApplication } from '../../argocd/application/application.js';
import { ANNOTATION, LABEL } from '../../argocd/labels.js';
import { sortedByKey } from '../../manifest/sorted-by-key.js';
import { mergeArgoSettings } from '../../model/merge-argo-settings.js';
import type { DeletionPolicy, Repository } from '../../model/repository.js';
import { SYNC_WAVE } from '../../model/sync-wave.js';
import type { Target } from '../target.js';
import { argoSources, manifestPaths } from './argo-sources.js';
import { needsAnnotation } from './needs-annotation.js';

/** The Argo Application of an overlay on a cluster as the props describe it, without further fields. */
export function ownArgoApplication(repository: Repository, target: Target): ArgoApplication {
  const { application, overlay, cluster, name, levels } = target;
  const { environment } = overlay;
  const merged = mergeArgoSettings(levels.map(({ settings }) => settings));
  const { ignoreDifferences, syncPolicy } = merged;
  const paths = manifestPaths(repository, target);
  const moved = repository._movedApplications.find(({ to }) => to === name);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: repository.argocdNamespace,
      labels: sortedByKey({
        ...merged.labels,
        [LABEL.application]: application.id,
        [LABEL.environment]: environment.id,
        [LABEL.cluster]: cluster.id,
      }),
      annotations: sortedByKey({
        ...(paths === undefined ? {} : { 'argocd.argoproj.io/manifest-generate-paths': paths }),
        ...merged.annotations,
        ...needsAnnotation(target.source?.needs),
        [ANNOTATION.delivery]: environment.delivery,
        ...(moved ? { [ANNOTATION.movedFrom]: moved.from } : {}),
        ...(merged.wave === undefined ? {} : { [SYNC_WAVE]: String(merged.wave) }),
      }),
      ...finalizers(environment.deletion),
    },
    spec: {
      project: application.project,
      ...argoSources(repository, target),
      destination: { name: cluster._secret.name, namespace: overlay.namespace },
      ...(Object.keys(syncPolicy).length > 0 ? { syncPolicy } : {}),
      ...(ignoreDifferences.length > 0 ? { ignoreDifferences: ignoreDifferences.map((entry) => ({ ...entry })) } : {}),
    },
  };
}

function finalizers(deletion: DeletionPolicy): { readonly finalizers?: readonly string[] } {
  if (deletion === 'orphan') return {};
  return { finalizers: [`resources-finalizer.argocd.argoproj.io${deletion === 'background' ? '/background' : ''}`] };
}
