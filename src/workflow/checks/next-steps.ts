import type { Finding } from '../verdicts/finding.js';

interface Step {
  readonly when: (finding: Finding) => boolean;
  readonly step: string;
}

/** What makes findings go away that say only what is not known. */
const STEPS: readonly Step[] = [
  {
    when: ({ rule, message }) => rule === 'render-failed' && /--enable-helm|kustomize\.buildOptions/.test(message),
    step: 'Give settings that Git does not have, such as kustomize.buildOptions: --argocd-settings FILE.',
  },
  {
    when: ({ rule, level }) => rule === 'unknown-cluster' || (rule === 'no-applications' && level === 'warning'),
    step: 'Give the clusters that are not in Git: --clusters FILE, or --access FILE with argocd.',
  },
  {
    when: ({ rule }) => rule === 'unknown-project',
    step: 'Give the AppProjects that are not in Git: --argocd-settings FILE, or --access FILE with argocd.',
  },
  {
    when: ({ rule, message }) => rule === 'not-expanded' && message.includes('no answer of it was recorded'),
    step: 'Give what other services answered: --parameters FILE.',
  },
  {
    when: ({ rule, message }) => rule === 'unsupported-source' && message.includes('nothing is fetched'),
    step: 'Run it once without --offline: what is fetched is cached.',
  },
];

/**
 * What to do next, in order: what makes more of the repository known, then how to accept what is found. Pure.
 *
 * @param hasBaseline known findings are accepted already
 */
export function nextSteps(findings: readonly Finding[], hasBaseline: boolean): readonly string[] {
  const isNothing = findings.some(({ rule }) => rule === 'nothing-found');
  if (findings.length === 0 || isNothing) return [];
  const steps = STEPS.filter(({ when }) => findings.some(when)).map(({ step }) => step);
  return hasBaseline
    ? steps
    : [
        ...steps,
        'Accept what is known today, so that only new findings fail: gitops check --baseline gitops-check.yaml --update-baseline.',
      ];
}
