import type { ApplicationSource } from './application.js';

/** The part of an Argo Application that has its sources. */
export interface HasSources {
  readonly spec: { readonly source?: ApplicationSource; readonly sources?: readonly ApplicationSource[] };
}

/** The sources of an Argo Application, from `spec.sources` or `spec.source`. */
export function sourcesOf({ spec }: HasSources): readonly ApplicationSource[] {
  if (spec.sources !== undefined && spec.sources.length > 0) return spec.sources;
  return spec.source === undefined ? [] : [spec.source];
}
