import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { maskText } from '../../manifest/mask-text.js';
import { conditionsOf, fieldsOf, listOf, numberOf, textOf } from './fields.js';

/** Why a pod is not running as it should. */
export interface PodTrouble {
  /**
   * `hopeless`: no waiting helps, such as an image name that is none. `stuck`: the kubelet tries again and
   * again, as with an image that cannot be pulled. `waiting`: it may just take time, such as a node that is
   * being added.
   */
  readonly grade: 'hopeless' | 'stuck' | 'waiting';
  /** Such as `container "web": ImagePullBackOff: Back-off pulling image "registry.example.com/web:9"`. */
  readonly reason: string;
  /** How often its container was started again. */
  readonly restarts: number;
  /** True when the container ends by itself, and not because it cannot be made. */
  readonly isCrash: boolean;
  /** Whose log may say more; absent where none can have been written. */
  readonly log?: ContainerLog;
}

/** The log of one container. */
export interface ContainerLog {
  readonly container: string;
  /** Of its last run, which is over. */
  readonly previous: boolean;
}

const HOPELESS: readonly string[] = ['InvalidImageName', 'ErrImageNeverPull'];
const STUCK: readonly string[] = [
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImagePull',
  'ImageInspectError',
  'ImagePullBackOff',
  'RegistryUnavailable',
  'RunContainerError',
  'SignatureValidationFailed',
];
const STARTING: readonly string[] = ['ContainerCreating', 'PodInitializing'];

/** What keeps a pod from being ready, worst first; undefined when it is ready, finished or being deleted. */
export function podTrouble(pod: KubeObject): PodTrouble | undefined {
  const { status } = pod;
  const phase = textOf(status, 'phase');
  if (pod.metadata.deletionTimestamp || phase === 'Succeeded' || isReady(pod)) return undefined;
  const containers = [...listOf(status, 'initContainerStatuses'), ...listOf(status, 'containerStatuses')];
  const troubles = containers
    .map((container) => containerTrouble(container))
    .filter((trouble) => trouble !== undefined);
  const worst = (['hopeless', 'stuck', 'waiting'] as const)
    .map((grade) => troubles.find((trouble) => trouble.grade === grade))
    .find(Boolean);
  // A failed pod is history: its controller makes another one, or gives up and says so.
  if (phase === 'Failed')
    return {
      grade: 'waiting',
      reason: failure(pod) || worst?.reason || 'failed',
      restarts: 0,
      isCrash: true,
      ...logOf(containers),
    };
  return worst ?? unscheduled(pod) ?? { ...notReady(pod), ...logOf(containers) };
}

function isReady(pod: KubeObject): boolean {
  return conditionsOf(pod).some(({ type, status }) => type === 'Ready' && status === 'True');
}

function containerTrouble(container: unknown): PodTrouble | undefined {
  const state = fieldsOf(container, 'state');
  const waiting = fieldsOf(state, 'waiting');
  const reason = textOf(waiting, 'reason');
  const restarts = numberOf(container, 'restartCount');
  const last =
    termination(fieldsOf(state, 'terminated')) || termination(fieldsOf(fieldsOf(container, 'lastState'), 'terminated'));
  const prefix = `container "${textOf(container, 'name')}"`;
  if (reason && !STARTING.includes(reason)) {
    const passing = STUCK.includes(reason) ? 'stuck' : 'waiting';
    const grade = HOPELESS.includes(reason) ? 'hopeless' : passing;
    return {
      grade,
      reason: [prefix, reason, textOf(waiting, 'message'), last].filter(Boolean).join(': '),
      restarts,
      isCrash: reason === 'CrashLoopBackOff',
      ...logOf([container]),
    };
  }
  if (last && !isReadyContainer(container)) {
    const again = restarts > 0 ? `restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}: ` : '';
    return { grade: 'waiting', reason: `${prefix}: ${again}${last}`, restarts, isCrash: true, ...logOf([container]) };
  }
  return undefined;
}

/** Of the first that ran and is not ready: while it waits for another start, its last run. */
function logOf(containers: readonly unknown[]): { readonly log?: ContainerLog } {
  for (const container of containers) {
    const state = fieldsOf(container, 'state');
    const last = fieldsOf(container, 'lastState');
    const name = textOf(container, 'name');
    const hasFailed = numberOf(fieldsOf(state, 'terminated'), 'exitCode') !== 0;
    if (hasFailed) return { log: { container: name, previous: false } };
    if (last['terminated'] !== undefined && !isReadyContainer(container))
      return { log: { container: name, previous: true } };
    if (state['running'] !== undefined && !isReadyContainer(container))
      return { log: { container: name, previous: false } };
  }
  return {};
}

function isReadyContainer(container: unknown): boolean {
  return isRecord(container) && container['ready'] === true;
}

/** How a container ended badly: `exit code 1 (Error): out of cheese`; empty when it did not. */
function termination(terminated: Readonly<Record<string, unknown>>): string {
  const exitCode = numberOf(terminated, 'exitCode');
  const reason = textOf(terminated, 'reason');
  const message = maskText(textOf(terminated, 'message').trim());
  if (exitCode === 0 && reason !== 'OOMKilled') return '';
  return [`exit code ${exitCode}${reason && reason !== 'Error' ? ` (${reason})` : ''}`, message.split('\n').at(-1)]
    .filter(Boolean)
    .join(': ');
}

function failure(pod: KubeObject): string {
  return [textOf(pod['status'], 'reason'), textOf(pod['status'], 'message')].filter(Boolean).join(': ');
}

function unscheduled(pod: KubeObject): PodTrouble | undefined {
  const condition = conditionsOf(pod).find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return (
    condition && {
      grade: 'waiting',
      reason: [condition.reason, condition.message].filter(Boolean).join(': '),
      restarts: 0,
      isCrash: false,
    }
  );
}

function notReady(pod: KubeObject): PodTrouble {
  const condition = conditionsOf(pod).find(({ type, status }) => type === 'Ready' && status !== 'True');
  const phase = textOf(pod['status'], 'phase') || 'Pending';
  const reason = [condition?.reason, condition?.message].filter(Boolean).join(': ');
  return {
    grade: 'waiting',
    reason: `${phase}${reason ? `, not ready: ${reason}` : ', not ready'}`,
    restarts: 0,
    isCrash: false,
  };
}
