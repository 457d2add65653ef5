import type { ApplicationSource, ArgoApplication } from './application.js';

/** The sources of an Argo Application, whichever way it names them. */
export function sourcesOf({ spec }: ArgoApplication): readonly ApplicationSource[] {
  if (spec.sources !== undefined && spec.sources.length > 0) return spec.sources;
  return spec.source === undefined ? [] : [spec.source];
}
