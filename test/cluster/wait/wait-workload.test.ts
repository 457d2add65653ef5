import { currentPods, type NamespacePods, workloadTrouble } from '../../../src/cluster/wait/wait-workload.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const REVISION = 'deployment.kubernetes.io/revision';
const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', uid: 'pod' },
  status: {
    phase: 'Pending',
    containerStatuses: [{ name: 'web', restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } }],
  },
};
const set: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web-a', uid: 'set', annotations: { [REVISION]: '1' } },
};
const pods: NamespacePods = {
  isComplete: true,
  byOwner: new Map([
    ['set', [pod]],
    ['stateful', [pod]],
  ]),
  troubledReplicaSets: new Map([['web', new Set(['set'])]]),
  replicaSets: new Map([['deployment', [set]]]),
};
const deployment = (generation: number, status: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', uid: 'deployment', generation, annotations: { [REVISION]: '1' } },
  status,
});
const FAILURE = {
  conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }],
};

test.each<[what: string, workload: KubeObject, reason: string | undefined]>([
  ['a change that its controller has seen', deployment(2, { observedGeneration: 2 }), 'Pod web-1: '],
  [
    'a change that its controller has not seen: the pods are of before',
    deployment(3, { observedGeneration: 2 }),
    undefined,
  ],
  [
    'a refusal of pods that was about the state before',
    deployment(3, { observedGeneration: 2, ...FAILURE }),
    undefined,
  ],
  ['a status that does not say what it is about', deployment(3, {}), 'Pod web-1: '],
  [
    'a StatefulSet whose change nobody has seen',
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', uid: 'stateful', generation: 2 },
      status: { observedGeneration: 1 },
    },
    undefined,
  ],
])('%s', (_, workload, reason) => {
  const trouble = workloadTrouble(workload, pods);

  expect(trouble?.reason.slice(0, reason?.length)).toBe(reason);
  expect(currentPods(workload, pods)).toEqual(reason === undefined ? [] : [pod]);
});
