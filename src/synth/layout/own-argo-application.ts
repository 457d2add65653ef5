import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { ANNOTATION, LABEL } from '../../argocd/labels.js';
import { sortedByKey } from '../../manifest/sorted-by-key.js';
import { mergeArgoSettings } from '../../model/merge-argo-settings.js';
import type { DeletionPolicy, Repository } from '../../model/repository.js';
import { SYNC_WAVE } from '../../model/sync-wave.js';
import type { Target } from '../collect.js';

/** The Argo Application of an overlay on a cluster as the props describe it, without further fields. */
export function ownArgoApplication(repository: Repository, target: Target): ArgoApplication {
  const { application, overlay, cluster, name, pins, directory, levels } = target;
  const { environment } = overlay;
  const merged = mergeArgoSettings(levels.map(({ settings }) => settings));
  const { ignoreDifferences, syncPolicy } = merged;
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
        'argocd.argoproj.io/manifest-generate-paths': `.;${posix.relative(directory, baseOf(directory))}`,
        ...merged.annotations,
        [ANNOTATION.delivery]: environment.delivery,
        ...(moved ? { [ANNOTATION.movedFrom]: moved.from } : {}),
        ...(merged.wave === undefined ? {} : { [SYNC_WAVE]: String(merged.wave) }),
      }),
      ...finalizers(environment.deletion),
    },
    spec: {
      project: application.project,
      source: {
        repoURL: repository.url,
        targetRevision: environment.follow === 'promotion' ? (pins.revision ?? repository.branch) : repository.branch,
        path: `${repository.output}/${directory}`,
      },
      destination: { name: cluster._secret.name, namespace: overlay.namespace },
      ...(Object.keys(syncPolicy).length > 0 ? { syncPolicy } : {}),
      ...(ignoreDifferences.length > 0 ? { ignoreDifferences: ignoreDifferences.map((entry) => ({ ...entry })) } : {}),
    },
  };
}

function baseOf(directory: string): string {
  return directory.replace(/\/overlays\/.*/s, '/base');
}

function finalizers(deletion: DeletionPolicy): { readonly finalizers?: readonly string[] } {
  if (deletion === 'orphan') return {};
  return { finalizers: [`resources-finalizer.argocd.argoproj.io${deletion === 'background' ? '/background' : ''}`] };
}
