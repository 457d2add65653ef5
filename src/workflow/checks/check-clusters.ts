import type { ArgoResources } from '../../render/resources/argo-resources.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Findings of unknown clusters: where Git has no cluster Secret at all, they are registered elsewhere, which
 * is one cause. Pure.
 */
export function checkClusters(
  findings: readonly Finding[],
  { clusters }: Pick<ArgoResources, 'clusters'>,
): readonly Finding[] {
  if (clusters.length > 0) return findings;
  return findings.map((finding) => {
    const [, name] = /goes to the cluster '([^']+)', which has no cluster Secret in Git/.exec(finding.message) ?? [];
    if (finding.rule !== 'unknown-cluster' || name === undefined) return finding;
    return {
      ...finding,
      message: 'clusters are not in Git, which has no cluster Secret: whether their names are right is not checked',
      detail: `cluster '${name}'`,
      hint: 'Commit the cluster Secrets, to have the names checked.',
    };
  });
}
