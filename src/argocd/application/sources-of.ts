import type { ApplicationSource } from './application.js';

/** An Argo Application, as far as its sources go. */
export interface HasSources {
  readonly spec: { readonly source?: ApplicationSource; readonly sources?: readonly ApplicationSource[] };
}

/** The sources of an Argo Application, whichever way it names them. */
export function sourcesOf({ spec }: HasSources): readonly ApplicationSource[] {
  if (spec.sources !== undefined && spec.sources.length > 0) return spec.sources;
  return spec.source === undefined ? [] : [spec.source];
}
