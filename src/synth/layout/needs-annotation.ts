import type { ArgoApplication } from '../../argocd/application/application.js';
import { ANNOTATION } from '../../argocd/labels.js';
import { canonicalJson } from '../../manifest/canonical.js';
import { isRecord } from '../../manifest/kube-object.js';
import { readNeeds } from '../../model/sources/read-needs.js';
import type { SourceNeeds } from '../../model/sources/source-needs.js';

/**
 * The annotation of an Argo Application that says what the objects of its source need. The next synth reads
 * it from the committed Argo Application, so that a project still permits what is deleted with the next
 * commit.
 */
export function needsAnnotation(needs: Required<SourceNeeds> | undefined): Readonly<Record<string, string>> {
  const given = Object.entries(needs ?? {}).filter(([, list]) => list.length > 0);
  return given.length === 0 ? {} : { [ANNOTATION.needs]: canonicalJson(Object.fromEntries(given)) };
}

/** What the annotation of an Argo Application says; nothing where it cannot be understood. */
export function needsOf({ metadata }: ArgoApplication): Required<SourceNeeds> {
  try {
    const needs: unknown = JSON.parse(metadata.annotations?.[ANNOTATION.needs] ?? '{}');
    return readNeeds(isRecord(needs) ? needs : {});
  } catch {
    return readNeeds({});
  }
}
