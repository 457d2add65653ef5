import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { FoundApplicationSet } from '../../render/resources/argo-resources.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * What could not be checked about an ApplicationSet, and whether it makes anything. What is wrong with it is
 * a problem of the revision.
 */
export function checkApplicationSet({
  resource,
  file,
  applications,
  unknown,
}: FoundApplicationSet): readonly Finding[] {
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
  const hint = asksForClusters(resource)
    ? `Clusters that are not in Git are given with --access FILE or --clusters FILE (docs/applicationsets.md). ${correct}`
    : correct;
  return [{ ...about, rule: 'no-applications', message: `ApplicationSet '${name}' makes no Argo Application`, hint }];
}

/** Also within a matrix or a merge. */
function asksForClusters(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(asksForClusters);
  if (!isRecord(part)) return false;
  return isRecord(part['spec'])
    ? asksForClusters(part['spec']['generators'])
    : Object.hasOwn(part, 'clusters') || ['matrix', 'merge', 'generators'].some((key) => asksForClusters(part[key]));
}
