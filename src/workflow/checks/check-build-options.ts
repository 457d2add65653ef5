import type { KubeObject } from '../../manifest/kube-object.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * That kustomizations with charts are not built, where Git does not have the settings of Argo CD that allow
 * it, is not a mistake of theirs: a warning. Pure.
 *
 * @param settings the ConfigMap `argocd-cm`
 */
export function checkBuildOptions(findings: readonly Finding[], settings: KubeObject | undefined): readonly Finding[] {
  if (settings !== undefined) return findings;
  return findings.map((finding) =>
    finding.rule === 'render-failed' && finding.message.includes('must specify --enable-helm')
      ? {
          ...finding,
          rule: 'unsupported-source',
          level: 'warning',
          message: 'helmCharts of kustomizations are not checked: the ConfigMap argocd-cm of Argo CD is not in Git',
          hint: 'Commit it with kustomize.buildOptions: --enable-helm, as Argo CD has it, or give it with --argocd-settings FILE.',
        }
      : finding,
  );
}
