import type { KubeObject } from '../../manifest/kube-object.js';
import { fieldsOf, textOf } from './fields.js';
import { degraded, final, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';
import { HEALTH_STATUSES, type HealthStatus } from './verdict.js';

/**
 * Argo's own kinds: a Workflow as Argo CD judges it, an Application as its documented health customization
 * does.
 */
export const ARGOPROJ_RULES = {
  'argoproj.io/Workflow': judgeWorkflow,
  'argoproj.io/Application': judgeApplication,
} as const;

function judgeWorkflow({ status }: KubeObject): HealthFinding {
  const message = textOf(status, 'message');
  switch (textOf(status, 'phase')) {
    case '':
    case 'Pending':
    case 'Running':
      return progressing(message);
    case 'Succeeded':
      return healthy(message);
    case 'Failed':
    case 'Error':
      return final(degraded(message));
    default:
      return finding('Unknown', message);
  }
}

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app */
function judgeApplication({ status }: KubeObject): HealthFinding {
  const health = fieldsOf(status, 'health');
  const told = textOf(health, 'status');
  if (told === '') return progressing();
  return isStatus(told) ? finding(told, textOf(health, 'message')) : finding('Unknown', `health status '${told}'`);
}

function isStatus(text: string): text is HealthStatus {
  return HEALTH_STATUSES.some((status) => status === text);
}
