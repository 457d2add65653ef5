import { GitopsError } from '../../errors.js';
import type { FoundApplicationSet } from '../../render/resources/argo-resources.js';
import { asksForClusters } from '../../render/resources/asks-for-clusters.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * What could not be checked about an ApplicationSet, and whether it makes anything. What is wrong with it is
 * a problem of the revision.
 *
 * @param hasClusters cluster Secrets are known
 */
export function checkApplicationSet(
  { resource, file, applications, unknown }: FoundApplicationSet,
  hasClusters: boolean,
): readonly Finding[] {
  const { name } = resource.metadata;
  const about = { level: 'warning', file, object: `ApplicationSet ${name}` } as const;
  if (unknown !== undefined) {
    return GitopsError.each(unknown)
      .filter(({ code }) => code === 'RENDER_UNSUPPORTED')
      .map(({ message, hint }) => ({
        ...about,
        rule: 'not-expanded',
        message: `${message}: its Argo Applications are not checked`,
        ...(hint === undefined ? {} : { hint }),
      }));
  }
  if (applications !== 0) return [];
  const correct = 'Correct what its generators look for, or remove it.';
  const asks = asksForClusters(resource);
  const why = asks && !hasClusters ? ': it asks for clusters, and no cluster Secret is known' : '';
  const message = `ApplicationSet '${name}' makes no Argo Application${why}`;
  const hint = asks
    ? `Clusters that are not in Git are given with --access FILE or --clusters FILE (docs/applicationsets.md). ${correct}`
    : correct;
  return [{ ...about, rule: 'no-applications', message, hint }];
}
