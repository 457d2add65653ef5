import { sourcesOf } from '../../argocd/application/sources-of.js';
import { nearestName } from '../../argocd/nearest-name.js';
import { unknownReference } from '../../render/helm/unknown-reference.js';
import type { RenderedApplication } from '../../render/render-application.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Finds value files and file parameters that begin with `$name/` where no source has `ref: name`, and that
 * are there all the same: Argo CD reads the rest from the root of the chart's repository.
 */
export function checkReferences(rendered: readonly RenderedApplication[]): readonly Finding[] {
  return rendered.flatMap(({ application, file }) => {
    const { name } = application.metadata;
    const sources = sourcesOf(application);
    const refs = sources.flatMap(({ ref }) => (ref ? [ref] : []));
    const named = sources.flatMap(({ helm }) => [
      ...(helm?.valueFiles ?? []),
      ...(helm?.fileParameters ?? []).flatMap(({ path }) => path ?? []),
    ]);
    return [...new Set(named)].flatMap((path): Finding[] => {
      const ref = unknownReference(path, refs);
      if (ref === undefined) return [];
      const nearest = nearestName(ref, refs);
      return [
        {
          rule: 'unknown-reference',
          level: 'warning',
          message: `Argo Application '${name}' names '${path}', and no source has ref: ${ref}. Argo CD reads it from the root of the repository`,
          file,
          object: `Application ${name}`,
          hint:
            nearest === undefined
              ? `Add a source with ref: ${ref}, or correct the name.`
              : `Did you mean '$${nearest}'?`,
        },
      ];
    });
  });
}
