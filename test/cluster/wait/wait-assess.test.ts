import { judge } from '../../../src/cluster/health/judge.js';
import { type Assessment, assess } from '../../../src/cluster/wait/wait-assess.js';
import type { NamespacePods } from '../../../src/cluster/wait/wait-workload.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const NONE: NamespacePods = {
  isComplete: true,
  byOwner: new Map(),
  troubledReplicaSets: new Map(),
  replicaSets: new Map(),
};

const set = (status: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'shop', uid: 'set', generation: 1 },
  spec: { replicas: 1 },
  status: { observedGeneration: 1, updateRevision: 'r2', ...status },
});
const deployment = (status: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'web',
    generation: 1,
    annotations: { 'deployment.kubernetes.io/revision': '2' },
  },
  spec: { replicas: 1 },
  status: { observedGeneration: 1, ...status },
});
const pod = (
  container: object,
  owner = 'set',
  labels: Record<string, string> = { 'controller-revision-hash': 'r2' },
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'db-0',
    namespace: 'shop',
    uid: 'p',
    labels,
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: owner, controller: true }],
  },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', restartCount: 0, ready: false, ...container }] },
});
const waits = (reason: string, over: object = {}) => ({ state: { waiting: { reason } }, ...over });
const withPods = (...pods: readonly KubeObject[]): NamespacePods => ({
  ...NONE,
  byOwner: new Map([[pods[0]!.metadata.ownerReferences![0]!.uid, pods]]),
});
const at = (now: number, pods: NamespacePods = NONE) => ({
  now,
  stuckAfterMs: 10_000,
  unobservedMs: 5_000,
  hasStatus: true,
  judge,
  podsFor: () => pods,
});

test.each([
  { case: 'an image that cannot be pulled', container: waits('ImagePullBackOff'), hopelessAt: 15_000 },
  { case: 'a name that is none', container: waits('InvalidImageName'), hopelessAt: 5_000 },
  { case: 'a first crash', container: waits('CrashLoopBackOff', { restartCount: 1 }), hopelessAt: 35_000 },
  { case: 'a crash again and again', container: waits('CrashLoopBackOff', { restartCount: 3 }), hopelessAt: 15_000 },
])('a pod in trouble is given time: $case', ({ container, hopelessAt }) => {
  expect(assess(set(), undefined, at(5_000, withPods(pod(container))))).toMatchObject({
    verdict: { status: 'Degraded' },
    hopelessAt,
  });
});

test('a container that runs for a moment between two crashes has not recovered', () => {
  const crashed = assess(set(), undefined, at(0, withPods(pod(waits('CrashLoopBackOff', { restartCount: 3 })))));
  const between = pod({ restartCount: 4, state: { running: {} }, lastState: { terminated: { exitCode: 1 } } });

  expect(assess(set(), crashed, at(4_000, withPods(between)))).toMatchObject({
    troubledSince: 0,
    hopelessAt: 10_000,
    verdict: { status: 'Progressing' },
  });
});

test('trouble that is over is forgotten', () => {
  const stuck = assess(set(), undefined, at(0, withPods(pod(waits('ImagePullBackOff')))));
  const starting = assess(set(), stuck, at(1_000, withPods(pod(waits('ContainerCreating')))));

  expect(starting).not.toHaveProperty('troubledSince');
  expect(assess(set(), starting, at(2_000, withPods(pod(waits('ImagePullBackOff')))))).toMatchObject({
    hopelessAt: 12_000,
  });
});

test('pods of an old revision do not count', () => {
  const old = pod(waits('ImagePullBackOff'), 'set', { 'controller-revision-hash': 'r1' });

  expect(assess(set(), undefined, at(0, withPods(old))).verdict).toMatchObject({
    status: 'Progressing',
    message: 'Waiting for 1 pods to be ready...',
  });
});

test('a verdict that is final waits for its cause to be known', () => {
  const late = deployment({
    conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
  });

  expect(assess(late, undefined, at(0, { ...NONE, isComplete: false })).verdict?.final).toBe(false);
  expect(assess(late, undefined, at(0)).verdict?.final).toBe(true);
});

test('a healthy object is asked nothing about its pods', () => {
  const context = {
    ...at(0),
    podsFor: (): NamespacePods => {
      throw new RangeError('asked');
    },
  };

  expect(
    assess(deployment({ updatedReplicas: 1, replicas: 1, availableReplicas: 1 }), undefined, context).verdict?.status,
  ).toBe('Healthy');
});

test('an object that is gone gets time to come back, counted from when it was missed', () => {
  const there: Assessment = { verdict: { status: 'Progressing', rule: 'x' } };

  const gone = assess(undefined, there, at(1_000));
  const stillGone = assess(undefined, gone, at(9_000));

  expect(gone).toMatchObject({ verdict: { status: 'Missing', message: 'it was deleted' }, hopelessAt: 11_000 });
  expect(stillGone).toEqual(gone);
  expect(assess(undefined, undefined, at(0))).toMatchObject({
    verdict: { message: 'it is not in the cluster' },
    hopelessAt: 10_000,
  });
});

test('a Job that was suspended and runs again is waited for until it is complete', () => {
  const job = (...conditions: readonly object[]): KubeObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migrate', namespace: 'shop' },
    status: { conditions },
  });
  const resumed = { type: 'Suspended', status: 'False', message: 'Job resumed' };
  expect(judge(job(resumed))?.status).toBe('Healthy');
  expect(assess(job(resumed), undefined, at(0)).verdict?.status).toBe('Progressing');
  expect(assess(job(resumed, { type: 'Complete', status: 'True' }), undefined, at(0)).verdict?.status).toBe('Healthy');
});
