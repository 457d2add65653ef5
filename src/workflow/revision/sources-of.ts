import type { ApplicationSource, ArgoApplication } from '../../argocd/application/application.js';

/** The sources of an Argo Application, whichever way it names them. */
export function sourcesOf({ spec }: ArgoApplication): readonly ApplicationSource[] {
  return spec.sources !== undefined && spec.sources.length > 0
    ? spec.sources
    : spec.source === undefined
      ? []
      : [spec.source];
}
