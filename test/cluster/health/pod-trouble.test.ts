import { podTrouble } from '../../../src/cluster/health/pod-trouble.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const pod = (status: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', ...metadata },
  status,
});
const waits = (reason: string, message: string, over: object = {}) => ({
  name: 'web',
  restartCount: 0,
  state: { waiting: { reason, message } },
  ...over,
});
const notReady = [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'web is not ready' }];

test.each([
  {
    case: 'no such image name',
    status: { containerStatuses: [waits('InvalidImageName', 'Failed to apply default image tag')] },
    expected: ['hopeless', 'container "web": InvalidImageName: Failed to apply default image tag'],
  },
  {
    case: 'an image that cannot be pulled',
    status: { containerStatuses: [waits('ImagePullBackOff', 'Back-off pulling image "x"')] },
    expected: ['stuck', 'container "web": ImagePullBackOff: Back-off pulling image "x"'],
  },
  {
    case: 'a missing ConfigMap',
    status: { containerStatuses: [waits('CreateContainerConfigError', 'configmap "c" not found')] },
    expected: ['stuck', 'container "web": CreateContainerConfigError: configmap "c" not found'],
  },
  {
    case: 'crashes, with the last words',
    status: {
      phase: 'Running',
      containerStatuses: [
        waits('CrashLoopBackOff', 'back-off', {
          lastState: { terminated: { exitCode: 2, reason: 'Error', message: 'goroutine 1\nno database\n' } },
        }),
      ],
    },
    expected: ['stuck', 'container "web": CrashLoopBackOff: back-off: exit code 2: no database'],
  },
  {
    case: 'running again after a crash',
    status: {
      phase: 'Running',
      conditions: notReady,
      containerStatuses: [
        {
          name: 'web',
          restartCount: 2,
          ready: false,
          state: { running: {} },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        },
      ],
    },
    expected: ['waiting', 'container "web": restarted 2 times: exit code 137 (OOMKilled)'],
  },
  {
    case: 'an init container',
    status: {
      initContainerStatuses: [{ ...waits('CrashLoopBackOff', 'back-off'), name: 'migrate' }],
      containerStatuses: [waits('PodInitializing', '')],
    },
    expected: ['stuck', 'container "migrate": CrashLoopBackOff: back-off'],
  },
  {
    case: 'the worst of several',
    status: { containerStatuses: [waits('ImagePullBackOff', 'a'), waits('InvalidImageName', 'b')] },
    expected: ['hopeless', 'container "web": InvalidImageName: b'],
  },
  {
    case: 'no node',
    status: {
      phase: 'Pending',
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/2 nodes are available' },
      ],
    },
    expected: ['waiting', 'Unschedulable: 0/2 nodes are available'],
  },
  {
    case: 'not ready',
    status: {
      phase: 'Running',
      conditions: notReady,
      containerStatuses: [{ name: 'web', ready: false, state: { running: {} } }],
    },
    expected: ['waiting', 'Running, not ready: ContainersNotReady: web is not ready'],
  },
  {
    case: 'starting',
    status: { phase: 'Pending', containerStatuses: [waits('ContainerCreating', '')] },
    expected: ['waiting', 'Pending, not ready'],
  },
  {
    case: 'evicted',
    status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory' },
    expected: ['waiting', 'Evicted: The node was low on memory'],
  },
])('$case', ({ status, expected }) => {
  const trouble = podTrouble(pod(status));

  expect([trouble?.grade, trouble?.reason]).toEqual(expected);
});

test.each([
  { case: 'is ready', live: pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }) },
  { case: 'has finished', live: pod({ phase: 'Succeeded' }) },
  {
    case: 'is being deleted',
    live: pod({ containerStatuses: [waits('ImagePullBackOff', '')] }, { deletionTimestamp: 'x' }),
  },
])('a pod that $case has no trouble', ({ live }) => {
  expect(podTrouble(live)).toBeUndefined();
});
