import { APPLICATION_SHAPE } from '../../argocd/application/application-shape.js';
import { nearestName } from '../../argocd/nearest-name.js';
import { APP_PROJECT_SHAPE } from '../../argocd/project/app-project-shape.js';
import { booleanKeyHint } from '../../manifest/boolean-key-hint.js';
import { isRecord } from '../../manifest/kube-object.js';
import { lineOf } from '../../manifest/line-of.js';
import { anything, object, type Shape } from '../../manifest/shape.js';
import { unknownFields } from '../../manifest/unknown-fields.js';
import type { ArgoResources, Found } from '../../render/resources/argo-resources.js';
import { lineOfPath } from '../../render/resources/line-of-path.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import type { Finding } from '../verdicts/finding.js';

const OUTSIDE = { apiVersion: anything, kind: anything, metadata: anything, status: anything };
const APPLICATION = object({ ...OUTSIDE, spec: APPLICATION_SHAPE, operation: anything });
const PROJECT = object({ ...OUTSIDE, spec: APP_PROJECT_SHAPE });

/**
 * Finds fields that Argo CD does not know, which the API server leaves out: misspelt ones, mostly. Those of
 * ApplicationSets themselves are errors already, here are those of the Argo Applications they make.
 */
export function checkFields({ resources, tree }: Pick<RevisionFiles, 'resources' | 'tree'>): readonly Finding[] {
  const { applications, roots, projects, applicationSets }: ArgoResources = resources;
  const stated = [...applications, ...roots].filter(({ origin }) => origin?.kind !== 'ApplicationSet');
  const findings = (
    found: Found<{ readonly kind: string; readonly metadata: { readonly name: string } }>,
    value: unknown,
    shape: Shape,
    at: string,
  ) =>
    unknownFields(value, shape, at).map(({ path, field, known }): Finding => {
      const { kind, metadata } = found.resource;
      const text = tree.files.get(found.file);
      const start = lineOf(text, `name: ${metadata.name}`);
      const line = lineOfPath(text, path, start) ?? start;
      const nearest = nearestName(field, known);
      return {
        rule: 'unknown-field',
        level: 'warning',
        message: `${kind === 'Application' ? 'Argo Application' : kind} '${metadata.name}' has '${path}', a field that Argo CD 3.2 does not know and leaves out`,
        file: found.file,
        line,
        object: `${kind} ${metadata.name}`,
        hint:
          booleanKeyHint(field) ??
          (nearest === undefined ? `Remove it. Known: ${known.join(', ')}.` : `Did you mean '${nearest}'?`),
      };
    });
  return [
    ...stated.flatMap((found) => findings(found, found.resource, APPLICATION, '')),
    ...projects.flatMap((found) => findings(found, found.resource, PROJECT, '')),
    ...applicationSets.flatMap((found) =>
      findings(found, specOfTemplate(found.resource['spec']), APPLICATION_SHAPE, 'spec.template.spec'),
    ),
  ];
}

function specOfTemplate(spec: unknown): unknown {
  return isRecord(spec) && isRecord(spec['template']) ? spec['template']['spec'] : undefined;
}
