import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Found } from './argo-resources.js';
import { asksForClusters } from './asks-for-clusters.js';
import type { GeneratorInputs } from './create-generator-context.js';
import { type ExpandedApplicationSet, expandApplicationSet } from './expand-application-set.js';

/**
 * A label or annotation of a cluster that a template uses and that was not found, in a result or in an error.
 */
const UNFILLED =
  /\{\{[^{}]*metadata\.(?:labels|annotations)|<no value>|no entry for key \\?"metadata\\?"|index of untyped nil|nil pointer evaluating/;

/**
 * The Argo Applications of an ApplicationSet. They are not known when it uses labels or annotations of
 * clusters while no cluster Secret is known: the Secret of Argo CD's own cluster may have them.
 *
 * @throws GitopsError RENDER_UNSUPPORTED then, and what `expandApplicationSet` throws
 */
export async function expandKnownSet(
  found: Found<KubeObject>,
  inputs: GeneratorInputs,
  content?: string,
): Promise<ExpandedApplicationSet> {
  const isJudged = inputs.clusters.length > 0;
  try {
    const expanded = await expandApplicationSet(found, inputs, content);
    if (!isJudged && isUnfilled(found.resource, expanded.applications)) throw unknownClusters(found.resource);
    return expanded;
  } catch (error) {
    if (!isJudged && GitopsError.is(error) && isUnfilled(found.resource, error)) throw unknownClusters(found.resource);
    throw error;
  }
}

function isUnfilled(set: KubeObject, made: readonly KubeObject[] | GitopsError): boolean {
  const text = GitopsError.is(made)
    ? GitopsError.each(made)
        .map(({ message }) => message)
        .join('\n')
    : JSON.stringify(made);
  return asksForClusters(set) && /\bmetadata\b/.test(JSON.stringify(set['spec'])) && UNFILLED.test(text);
}

function unknownClusters({ metadata }: KubeObject): GitopsError {
  return new GitopsError(
    'RENDER_UNSUPPORTED',
    `ApplicationSet '${metadata.name}': its templates use labels or annotations of clusters, and no cluster Secret is known`,
    { hint: 'Give the clusters with --access FILE or --clusters FILE (docs/applicationsets.md).' },
  );
}
