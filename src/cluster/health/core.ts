import type { KubeObject } from '../../manifest/kube-object.js';
import { conditionsOf, fieldsOf, listOf, numberOf, textOf } from './fields.js';
import { degraded, final, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * Pod, Service and PersistentVolumeClaim, verdict and message as Argo CD. Namespace, ConfigMap, Secret and
 * the like have no health.
 */
export const CORE_RULES = {
  '/Pod': judgePod,
  '/Service': judgeService,
  '/PersistentVolumeClaim': judgeClaim,
} as const;

const HOOK = 'argocd.argoproj.io/hook';
const IGNORE_RESTART_POLICY = 'argocd.argoproj.io/ignore-restart-policy';

function judgePod(object: KubeObject): HealthFinding {
  const { spec, status } = object;
  const keepsRunning = textOf(spec, 'restartPolicy') === 'Always' || ignoresRestartPolicy(object);
  const complaints = listOf(status, 'containerStatuses')
    .map((container) => fieldsOf(fieldsOf(container, 'state'), 'waiting'))
    .filter((waiting) => isFailing(textOf(waiting, 'reason')))
    .map((waiting) => textOf(waiting, 'message'));
  if (keepsRunning && complaints.length > 0) return degraded(complaints.join(', '));
  switch (textOf(status, 'phase')) {
    case 'Pending':
      return progressing(textOf(status, 'message'));
    case 'Succeeded':
      return healthy(textOf(status, 'message'));
    case 'Failed':
      return final(degraded(failureOf(status)));
    case 'Running':
      return keepsRunning ? judgeRunning(object) : progressing(textOf(status, 'message'));
    default:
      return finding('Unknown', textOf(status, 'message'));
  }
}

function judgeRunning(object: KubeObject): HealthFinding {
  const message = textOf(object['status'], 'message');
  if (conditionsOf(object).some(({ type, status }) => type === 'Ready' && status === 'True')) return healthy(message);
  const terminated = listOf(object['status'], 'containerStatuses').some(
    (container) => 'terminated' in fieldsOf(container, 'lastState'),
  );
  return terminated ? degraded(message) : progressing(message);
}

function ignoresRestartPolicy({ metadata: { annotations = {} } }: KubeObject): boolean {
  return annotations[IGNORE_RESTART_POLICY] === 'true' && annotations[HOOK] === undefined;
}

function isFailing(reason: string): boolean {
  return reason.startsWith('Err') || reason.endsWith('Error') || reason.endsWith('BackOff');
}

function failureOf(status: unknown): string {
  const told = textOf(status, 'message');
  if (told) return told;
  const containers = [...listOf(status, 'initContainerStatuses'), ...listOf(status, 'containerStatuses')];
  return containers.map(terminationOf).find((message) => message !== '') ?? '';
}

function terminationOf(container: unknown): string {
  const terminated = fieldsOf(fieldsOf(container, 'state'), 'terminated');
  const message = textOf(terminated, 'message');
  if (message) return message;
  if (textOf(terminated, 'reason') === 'OOMKilled') return 'OOMKilled';
  const exitCode = numberOf(terminated, 'exitCode');
  return exitCode === 0 ? '' : `container "${textOf(container, 'name')}" failed with exit code ${exitCode}`;
}

function judgeService({ spec, status }: KubeObject): HealthFinding {
  const waits =
    textOf(spec, 'type') === 'LoadBalancer' && listOf(fieldsOf(status, 'loadBalancer'), 'ingress').length === 0;
  return waits ? progressing() : healthy();
}

/**
 * A claim of class WaitForFirstConsumer stays Pending until a pod uses it: a wait for it in an earlier wave
 * never ends (as with Argo CD).
 */
function judgeClaim({ status }: KubeObject): HealthFinding {
  switch (textOf(status, 'phase')) {
    case 'Lost':
      return final(degraded());
    case 'Pending':
      return progressing();
    case 'Bound':
      return healthy();
    default:
      return finding('Unknown');
  }
}
