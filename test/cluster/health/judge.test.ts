import { hasHealth, judge } from '../../../src/cluster/health/judge.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

type Row = readonly [what: string, object: KubeObject, expected: string];

interface Parts {
  readonly metadata?: Record<string, unknown>;
  readonly spec?: unknown;
  readonly status?: unknown;
}

const object =
  (apiVersion: string, kind: string) =>
  ({ metadata = {}, ...rest }: Parts): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name: 'a', ...metadata },
    ...rest,
  });
const conditions = (...list: readonly object[]) => ({ conditions: list });
const is = (type: string, status: string, reason = '', message = '') => ({ type, status, reason, message });

const deployment = object('apps/v1', 'Deployment');
const statefulSet = object('apps/v1', 'StatefulSet');
const daemonSet = object('apps/v1', 'DaemonSet');
const replicaSet = object('apps/v1', 'ReplicaSet');
const pod = object('v1', 'Pod');
const service = object('v1', 'Service');
const claim = object('v1', 'PersistentVolumeClaim');
const job = object('batch/v1', 'Job');
const cronJob = object('batch/v1', 'CronJob');
const ingress = object('networking.k8s.io/v1', 'Ingress');
const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler');
const apiService = object('apiregistration.k8s.io/v1', 'APIService');
const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
const budget = object('policy/v1', 'PodDisruptionBudget');
const workflow = object('argoproj.io/v1alpha1', 'Workflow');
const application = object('argoproj.io/v1alpha1', 'Application');
const custom = object('example.com/v1', 'Widget');
const g2 = { generation: 2 };
const rolled = { observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3, readyReplicas: 3 };
const running = (containerStatuses: readonly object[], ready = 'False') => ({
  phase: 'Running',
  containerStatuses,
  conditions: [is('Ready', ready)],
});
const waiting = (reason: string, message = '') => ({ name: 'web', state: { waiting: { reason, message } } });

const ROWS: readonly Row[] = [
  ['deployment: rolled out', deployment({ metadata: g2, spec: { replicas: 3 }, status: rolled }), 'Healthy'],
  [
    'deployment: not seen by its controller',
    deployment({ metadata: g2, spec: { replicas: 3 }, status: { ...rolled, observedGeneration: 1 } }),
    'Progressing: Waiting for rollout to finish: observed deployment generation less than desired generation',
  ],
  [
    'deployment: without a status',
    deployment({ metadata: { generation: 1 }, spec: { replicas: 1 } }),
    'Progressing: Waiting for rollout to finish: observed deployment generation less than desired generation',
  ],
  [
    'deployment: paused, whatever its pods do',
    deployment({ metadata: g2, spec: { paused: true }, status: {} }),
    'Suspended!: Deployment is paused',
  ],
  [
    'deployment: past its deadline',
    deployment({
      metadata: g2,
      spec: { replicas: 3 },
      status: { ...rolled, ...conditions(is('Progressing', 'False', 'ProgressDeadlineExceeded')) },
    }),
    'Degraded!: Deployment "a" exceeded its progress deadline',
  ],
  [
    'deployment: an old deadline of another generation',
    deployment({
      metadata: g2,
      spec: {},
      status: { observedGeneration: 1, ...conditions(is('Progressing', 'False', 'ProgressDeadlineExceeded')) },
    }),
    'Progressing: Waiting for rollout to finish: observed deployment generation less than desired generation',
  ],
  [
    'deployment: pods not updated',
    deployment({ metadata: g2, spec: { replicas: 3 }, status: { ...rolled, updatedReplicas: 1 } }),
    'Progressing: Waiting for rollout to finish: 1 out of 3 new replicas have been updated...',
  ],
  [
    'deployment: old pods still there',
    deployment({ metadata: g2, spec: { replicas: 3 }, status: { ...rolled, replicas: 5 } }),
    'Progressing: Waiting for rollout to finish: 2 old replicas are pending termination...',
  ],
  [
    'deployment: pods not available',
    deployment({ metadata: g2, spec: { replicas: 3 }, status: { ...rolled, availableReplicas: 2 } }),
    'Progressing: Waiting for rollout to finish: 2 of 3 updated replicas are available...',
  ],
  [
    'deployment: scaled to nothing',
    deployment({ metadata: g2, spec: { replicas: 0 }, status: { observedGeneration: 2 } }),
    'Healthy',
  ],
  [
    'deployment: available is false and all replicas there',
    deployment({ metadata: g2, spec: { replicas: 3 }, status: { ...rolled, ...conditions(is('Available', 'False')) } }),
    'Healthy',
  ],

  [
    'stateful set: not seen',
    statefulSet({ metadata: g2, spec: { replicas: 1 }, status: {} }),
    'Progressing: Waiting for statefulset spec update to be observed...',
  ],
  [
    'stateful set: never observed though generation 0',
    statefulSet({ spec: {}, status: { observedGeneration: 0 } }),
    'Progressing: Waiting for statefulset spec update to be observed...',
  ],
  [
    'stateful set: pods not ready',
    statefulSet({ metadata: g2, spec: { replicas: 3 }, status: { observedGeneration: 2, readyReplicas: 1 } }),
    'Progressing: Waiting for 2 pods to be ready...',
  ],
  [
    'stateful set: partition not reached',
    statefulSet({
      metadata: g2,
      spec: { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
      status: { observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1 },
    }),
    'Progressing: Waiting for partitioned roll out to finish: 1 out of 2 new pods have been updated...',
  ],
  [
    'stateful set: rolling update given, revisions not compared',
    statefulSet({
      metadata: g2,
      spec: { replicas: 1, updateStrategy: { type: 'RollingUpdate', rollingUpdate: {} } },
      status: {
        observedGeneration: 2,
        readyReplicas: 1,
        updatedReplicas: 1,
        updateRevision: 'b',
        currentRevision: 'a',
      },
    }),
    'Healthy: partitioned roll out complete: 1 new pods have been updated...',
  ],
  [
    'stateful set: on delete',
    statefulSet({
      metadata: g2,
      spec: { replicas: 1, updateStrategy: { type: 'OnDelete' } },
      status: { observedGeneration: 2, readyReplicas: 1, updateRevision: 'b', currentRevision: 'a' },
    }),
    'Healthy: statefulset has 1 ready pods',
  ],
  [
    'stateful set: rolling',
    statefulSet({
      metadata: g2,
      spec: { replicas: 1, updateStrategy: { type: 'RollingUpdate' } },
      status: {
        observedGeneration: 2,
        readyReplicas: 1,
        updatedReplicas: 0,
        updateRevision: 'b',
        currentRevision: 'a',
      },
    }),
    'Progressing: waiting for statefulset rolling update to complete 0 pods at revision b...',
  ],
  [
    'stateful set: done',
    statefulSet({
      metadata: g2,
      spec: { replicas: 1 },
      status: {
        observedGeneration: 2,
        readyReplicas: 1,
        currentReplicas: 1,
        updateRevision: 'a',
        currentRevision: 'a',
      },
    }),
    'Healthy: statefulset rolling update complete 1 pods at revision a...',
  ],

  [
    'daemon set: not seen',
    daemonSet({ metadata: g2, status: { observedGeneration: 1 } }),
    'Progressing: Waiting for rollout to finish: observed daemon set generation less than desired generation',
  ],
  [
    'daemon set: on delete',
    daemonSet({
      metadata: g2,
      spec: { updateStrategy: { type: 'OnDelete' } },
      status: { observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 1 },
    }),
    'Healthy: daemon set 1 out of 3 new pods have been updated',
  ],
  [
    'daemon set: rolling',
    daemonSet({
      metadata: g2,
      status: { observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 1 },
    }),
    'Progressing: Waiting for daemon set "a" rollout to finish: 1 out of 3 new pods have been updated...',
  ],
  [
    'daemon set: not available',
    daemonSet({
      metadata: g2,
      status: { observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 },
    }),
    'Progressing: Waiting for daemon set "a" rollout to finish: 2 of 3 updated pods are available...',
  ],
  [
    'daemon set: no node matches',
    daemonSet({ metadata: g2, status: { observedGeneration: 2, desiredNumberScheduled: 0 } }),
    'Healthy',
  ],

  [
    'replica set: refused',
    replicaSet({
      metadata: g2,
      spec: { replicas: 1 },
      status: { observedGeneration: 2, ...conditions(is('ReplicaFailure', 'True', 'FailedCreate', 'exceeded quota')) },
    }),
    'Degraded: exceeded quota',
  ],
  [
    'replica set: too few',
    replicaSet({ metadata: g2, spec: { replicas: 2 }, status: { observedGeneration: 2, availableReplicas: 1 } }),
    'Progressing: Waiting for rollout to finish: 1 out of 2 new replicas are available...',
  ],
  [
    'replica set: all there',
    replicaSet({ metadata: g2, spec: { replicas: 2 }, status: { observedGeneration: 2, availableReplicas: 2 } }),
    'Healthy',
  ],

  [
    'pod: cannot pull',
    pod({
      spec: { restartPolicy: 'Always' },
      status: {
        phase: 'Pending',
        containerStatuses: [waiting('ImagePullBackOff', 'no'), waiting('ErrImagePull', 'nay')],
      },
    }),
    'Degraded: no, nay',
  ],
  [
    'pod: creating',
    pod({
      spec: { restartPolicy: 'Always' },
      status: { phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] },
    }),
    'Progressing',
  ],
  [
    'pod: crash of a pod that may end',
    pod({ spec: { restartPolicy: 'OnFailure' }, status: running([waiting('CrashLoopBackOff', 'back-off')]) }),
    'Progressing',
  ],
  [
    'pod: crash with the restart policy ignored',
    pod({
      metadata: { annotations: { 'argocd.argoproj.io/ignore-restart-policy': 'true' } },
      spec: { restartPolicy: 'Never' },
      status: running([waiting('CrashLoopBackOff', 'back-off')]),
    }),
    'Degraded: back-off',
  ],
  ['pod: ready', pod({ spec: { restartPolicy: 'Always' }, status: running([], 'True') }), 'Healthy'],
  [
    'pod: running, not ready',
    pod({ spec: { restartPolicy: 'Always' }, status: running([{ name: 'web', state: { running: {} } }]) }),
    'Progressing',
  ],
  [
    'pod: running again after a crash',
    pod({
      spec: { restartPolicy: 'Always' },
      status: running([{ name: 'web', state: { running: {} }, lastState: { terminated: { exitCode: 1 } } }]),
    }),
    'Degraded',
  ],
  ['pod: succeeded', pod({ status: { phase: 'Succeeded' } }), 'Healthy'],
  [
    'pod: failed with an exit code',
    pod({ status: { phase: 'Failed', containerStatuses: [{ name: 'web', state: { terminated: { exitCode: 3 } } }] } }),
    'Degraded!: container "web" failed with exit code 3',
  ],
  [
    'pod: failed for want of memory',
    pod({
      status: {
        phase: 'Failed',
        containerStatuses: [{ name: 'web', state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }],
      },
    }),
    'Degraded!: OOMKilled',
  ],
  [
    'pod: failed in an init container',
    pod({
      status: {
        phase: 'Failed',
        initContainerStatuses: [{ name: 'i', state: { terminated: { exitCode: 1, message: 'no database' } } }],
      },
    }),
    'Degraded!: no database',
  ],
  [
    'pod: evicted',
    pod({ status: { phase: 'Failed', message: 'The node was low on memory' } }),
    'Degraded!: The node was low on memory',
  ],
  ['pod: without a phase', pod({}), 'Unknown'],

  ['job: running', job({ status: { active: 1 } }), 'Progressing'],
  [
    'job: complete',
    job({ status: conditions(is('SuccessCriteriaMet', 'True'), is('Complete', 'True', '', 'done')) }),
    'Healthy: done',
  ],
  [
    'job: failed',
    job({
      status: conditions(is('Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')),
    }),
    'Degraded!: Job has reached the specified backoff limit',
  ],
  ['job: about to fail', job({ status: conditions(is('FailureTarget', 'True')) }), 'Progressing'],
  [
    'job: suspended',
    job({ status: conditions(is('Suspended', 'True', 'JobSuspended', 'Job suspended')) }),
    'Suspended!: Job suspended',
  ],
  [
    'job: resumed counts as complete, as in Argo CD',
    job({ status: conditions(is('Suspended', 'False', 'JobResumed', 'Job resumed')) }),
    'Healthy: Job resumed',
  ],
  ['cron job: suspended', cronJob({ spec: { suspend: true } }), 'Healthy: CronJob is Suspended'],
  ['cron job: never ran', cronJob({ spec: {}, status: {} }), 'Healthy: CronJob has not been scheduled yet'],
  [
    'cron job: last run failed',
    cronJob({
      spec: {},
      status: { lastScheduleTime: '2026-01-02T00:00:00Z', lastSuccessfulTime: '2026-01-01T00:00:00Z' },
    }),
    'Degraded: CronJob has not completed its last execution successfully',
  ],
  [
    'cron job: running',
    cronJob({
      spec: {},
      status: { lastScheduleTime: '2026-01-02T00:00:00Z', lastSuccessfulTime: '2026-01-01T00:00:00Z', active: [{}] },
    }),
    'Healthy: CronJob has active jobs',
  ],

  ['service: inside', service({ spec: { type: 'ClusterIP' }, status: { loadBalancer: {} } }), 'Healthy'],
  [
    'service: load balancer without address',
    service({ spec: { type: 'LoadBalancer', clusterIP: '10.0.0.1' }, status: { loadBalancer: {} } }),
    'Progressing',
  ],
  [
    'service: load balancer',
    service({ spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } }),
    'Healthy',
  ],
  ['ingress: without address', ingress({ status: { loadBalancer: {} } }), 'Progressing'],
  ['ingress: with address', ingress({ status: { loadBalancer: { ingress: [{ hostname: 'x' }] } } }), 'Healthy'],
  ['claim: bound', claim({ status: { phase: 'Bound' } }), 'Healthy'],
  ['claim: pending', claim({ status: { phase: 'Pending' } }), 'Progressing'],
  ['claim: lost', claim({ status: { phase: 'Lost' } }), 'Degraded!'],
  ['claim: new', claim({ status: {} }), 'Unknown'],

  ['autoscaler: new', autoscaler({ status: {} }), 'Progressing: Waiting to Autoscale'],
  [
    'autoscaler: no metrics',
    autoscaler({
      status: conditions(
        is('AbleToScale', 'True'),
        is('ScalingActive', 'False', 'FailedGetResourceMetric', 'no metrics'),
      ),
    }),
    'Degraded: no metrics',
  ],
  [
    'autoscaler: able',
    autoscaler({ status: conditions(is('AbleToScale', 'True', 'ReadyForNewScale', 'ready')) }),
    'Healthy: ready',
  ],
  [
    'autoscaler v1: by annotation',
    object(
      'autoscaling/v1',
      'HorizontalPodAutoscaler',
    )({
      metadata: {
        annotations: {
          'autoscaling.alpha.kubernetes.io/conditions': '[{"type":"AbleToScale","status":"True","message":"ok"}]',
        },
      },
    }),
    'Healthy: ok',
  ],
  [
    'autoscaler v1: broken annotation',
    object(
      'autoscaling/v1',
      'HorizontalPodAutoscaler',
    )({ metadata: { annotations: { 'autoscaling.alpha.kubernetes.io/conditions': '[' } } }),
    'Unknown: the annotation autoscaling.alpha.kubernetes.io/conditions is not JSON',
  ],
  [
    'autoscaler v2beta2',
    object('autoscaling/v2beta2', 'HorizontalPodAutoscaler')({}),
    'Unknown: unsupported HPA version autoscaling/v2beta2',
  ],

  [
    'API service: available',
    apiService({ status: conditions(is('Available', 'True', 'Passed', 'all checks passed')) }),
    'Healthy: Passed: all checks passed',
  ],
  [
    'API service: down',
    apiService({ status: conditions(is('Available', 'False', 'MissingEndpoints', 'none')) }),
    'Progressing: MissingEndpoints: none',
  ],
  ['API service: new', apiService({}), 'Progressing: Waiting to be processed'],
  [
    'definition: established',
    definition({ status: conditions(is('NamesAccepted', 'True'), is('Established', 'True')) }),
    'Healthy: CRD is healthy',
  ],
  [
    'definition: names taken',
    definition({ status: conditions(is('NamesAccepted', 'False', 'ListKindConflict', 'taken')) }),
    'Degraded!: CRD names have not been accepted: taken',
  ],
  [
    'definition: installing',
    definition({ status: conditions(is('NamesAccepted', 'True'), is('Established', 'False', 'Installing')) }),
    'Progressing: CRD is being installed',
  ],
  ['definition: new', definition({}), 'Progressing: Status conditions not found'],
  [
    'budget: enough',
    budget({ status: conditions(is('DisruptionAllowed', 'True', 'SufficientPods')) }),
    'Healthy: PodDisruptionBudget has SufficientPods',
  ],
  [
    'budget: not enough pods is no fault',
    budget({ status: conditions(is('DisruptionAllowed', 'False', 'InsufficientPods')) }),
    'Healthy: PodDisruptionBudget has SufficientPods',
  ],
  [
    'budget: broken',
    budget({ status: conditions(is('DisruptionAllowed', 'False', 'SyncFailed')) }),
    'Degraded: PodDisruptionBudget has SyncFailed',
  ],

  ['workflow: running', workflow({ status: { phase: 'Running' } }), 'Progressing'],
  ['workflow: failed', workflow({ status: { phase: 'Failed', message: 'step 2' } }), 'Degraded!: step 2'],
  [
    'application: as it says',
    application({ status: { health: { status: 'Degraded', message: 'web is down' } } }),
    'Degraded: web is down',
  ],
  ['application: new', application({}), 'Progressing'],

  [
    'custom: ready',
    custom({ metadata: g2, status: { observedGeneration: 2, ...conditions(is('Ready', 'True')) } }),
    'Healthy',
  ],
  [
    'custom: ready for another generation',
    custom({ metadata: g2, status: { observedGeneration: 1, ...conditions(is('Ready', 'True')) } }),
    'Progressing: waiting for generation 2 to be observed',
  ],
  [
    'custom: the condition is of another generation',
    custom({ metadata: g2, status: conditions({ ...is('Ready', 'True'), observedGeneration: 1 }) }),
    'Progressing: waiting for generation 2 to be observed',
  ],
  [
    'custom: not ready',
    custom({ status: conditions(is('Ready', 'False', 'Creating', 'one moment')) }),
    'Progressing: Ready=False: Creating: one moment',
  ],
  [
    'custom: not ready because something failed',
    custom({ status: conditions(is('Ready', 'False', 'ReconcileFailed', 'no such bucket')) }),
    'Degraded: Ready=False: ReconcileFailed: no such bucket',
  ],
  [
    'custom: unknown',
    custom({ status: conditions(is('Ready', 'Unknown', 'ReconcileError')) }),
    'Progressing: Ready=Unknown: ReconcileError',
  ],
  [
    'custom: stalled',
    custom({ status: conditions(is('Ready', 'False'), is('Stalled', 'True', 'BadSpec', 'mend it')) }),
    'Degraded!: Stalled=True: BadSpec: mend it',
  ],
  [
    'custom: reconciling while ready',
    custom({ status: conditions(is('Reconciling', 'True', 'Progressing'), is('Ready', 'True')) }),
    'Progressing: Reconciling=True: Progressing',
  ],
  [
    'custom: synced is false',
    custom({ status: conditions(is('Synced', 'False', 'CannotObserve'), is('Ready', 'True')) }),
    'Degraded: Synced=False: CannotObserve',
  ],
  [
    'custom: progressing and available',
    custom({ status: conditions(is('Available', 'True'), is('Progressing', 'True', 'Upgrading')) }),
    'Progressing: Progressing=True: Upgrading',
  ],
  [
    'custom: a finished rollout',
    custom({ status: conditions(is('Available', 'True'), is('Progressing', 'True', 'NewReplicaSetAvailable')) }),
    'Healthy',
  ],
  [
    'custom: degraded',
    custom({ status: conditions(is('Available', 'True'), is('Degraded', 'True', 'OneDown')) }),
    'Degraded: Degraded=True: OneDown',
  ],
  ['custom: other conditions', custom({ status: conditions(is('Shiny', 'False')) }), 'none'],
  ['custom: no status', custom({ spec: {} }), 'none'],
  [
    'custom: a Service of Knative is none of ours',
    object('serving.knative.dev/v1', 'Service')({ status: conditions(is('Ready', 'False', 'RevisionFailed')) }),
    'Degraded: Ready=False: RevisionFailed',
  ],
  ['custom: a status of another shape', custom({ status: 'fine' }), 'none'],
  ['custom: conditions of another shape', custom({ status: { conditions: { Ready: true } } }), 'none'],

  ['config map', object('v1', 'ConfigMap')({}), 'none'],
  ['node: conditions, but no health', object('v1', 'Node')({ status: conditions(is('Ready', 'False')) }), 'none'],
  ['namespace', object('v1', 'Namespace')({ status: { phase: 'Active' } }), 'none'],
  [
    'being deleted',
    object('v1', 'Namespace')({ metadata: { deletionTimestamp: 'x' } }),
    'Progressing: Pending deletion',
  ],
  [
    'a hook that is being deleted',
    object(
      'v1',
      'ConfigMap',
    )({ metadata: { deletionTimestamp: 'x', finalizers: ['argocd.argoproj.io/hook-finalizer'] } }),
    'none',
  ],
];

/** `Status!: message`, with `!` where waiting cannot help. */
function verdictOf(live: KubeObject): string {
  const verdict = judge(live);
  return verdict
    ? `${verdict.status}${verdict.final ? '!' : ''}${verdict.message ? `: ${verdict.message}` : ''}`
    : 'none';
}

test.each(ROWS)('%s', (_, live, expected) => {
  expect(verdictOf(live)).toBe(expected);
});

test('the rule that decided is named', () => {
  expect(judge(deployment({ status: {} }))?.rule).toBe('apps/Deployment');
  expect(judge(custom({ status: conditions(is('Ready', 'True')) }))?.rule).toBe('conditions');
});

test('nobody need look at kinds that never have a health', () => {
  expect([
    hasHealth('', 'ConfigMap'),
    hasHealth('rbac.authorization.k8s.io', 'Role'),
    hasHealth('apps', 'Deployment'),
    hasHealth('example.com', 'Widget'),
  ]).toEqual([false, false, true, true]);
});

test('an object that asks Argo CD to ignore its health has none', () => {
  const annotations = { 'argocd.argoproj.io/ignore-healthcheck': 'true' };
  const failing = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Lost' } };

  expect(judge({ ...failing, metadata: { name: 'a' } })).toMatchObject({ status: 'Degraded' });
  expect(judge({ ...failing, metadata: { name: 'a', annotations } })).toBeUndefined();
});
