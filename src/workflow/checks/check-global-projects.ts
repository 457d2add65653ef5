import type { ArgoResources } from '../../render/resources/argo-resources.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Findings of what an AppProject does not permit, as far as a repository can know: where Git has no
 * `argocd-cm`, an AppProject with labels may have global projects, which permit more. Then they are a warning
 * with one cause. Pure.
 */
export function checkGlobalProjects(
  findings: readonly Finding[],
  { projects, settings }: Pick<ArgoResources, 'projects' | 'settings'>,
): readonly Finding[] {
  if (settings !== undefined) return findings;
  const labelled = new Set(
    projects
      .filter(({ resource }) => Object.keys(resource.metadata.labels ?? {}).length > 0)
      .map(({ resource }) => resource.metadata.name),
  );
  return findings.map((finding) => {
    const [, name = '', what = ''] = /^the AppProject '([^']+)' does not permit (.+)$/s.exec(finding.message) ?? [];
    if (!finding.rule.startsWith('forbidden-') || !labelled.has(name) || projects.length === 1) return finding;
    return {
      ...finding,
      level: 'warning',
      message: `the AppProject '${name}' does not permit some things itself, and whether a global project does is not known: argocd-cm is not in Git`,
      detail: what,
      hint: 'Commit the ConfigMap argocd-cm of Argo CD with its globalProjects.',
    };
  });
}
