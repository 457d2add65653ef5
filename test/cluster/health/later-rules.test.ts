import { judge } from '../../../src/cluster/health/judge.js';
import { laterFinding } from '../../../src/cluster/health/later-rules.js';
import { groupOf } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const object = (apiVersion: string, kind: string, status?: object, metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', generation: 2, ...metadata },
  spec: {},
  status,
});
const conditions = (type: string, status: string) => ({ conditions: [{ type, status }] });
const upbound = (type: string) => object('s3.aws.upbound.io/v1beta1', 'Bucket', conditions(type, 'False'));
const plane = (status: object) => object('controlplane.cluster.x-k8s.io/v1beta2', 'AWSManagedControlPlane', status);
const cluster = (annotations: object) => object('postgresql.cnpg.io/v1', 'Cluster', {}, { annotations });
const pipeline = (labels: object) => object('numaflow.numaproj.io/v1alpha1', 'Pipeline', {}, { labels });

test.each<[string, KubeObject, string | undefined]>([
  ['an asynchronous operation that failed', upbound('LastAsyncOperation'), 'Degraded'],
  ['a failed synchronisation', upbound('Synced'), 'Degraded'],
  ['nothing that failed', upbound('Other'), undefined],
  ['an update of EKS in place', plane(conditions('EKSControlPlaneUpdating', 'True')), 'Progressing'],
  ['a failure of EKS', plane({ failureMessage: 'no capacity' }), 'Degraded'],
  ['an unseen generation', plane({ observedGeneration: 1 }), 'Progressing'],
  ['a control plane at rest', plane({ observedGeneration: 2 }), undefined],
  ['a suspended database', cluster({ 'cnpg.io/reconciliationLoop': 'disabled' }), 'Suspended'],
  ['a database', cluster({}), undefined],
  ['a failed upgrade', pipeline({ 'numaplane.numaproj.io/progressive-result-state': 'failed' }), 'Degraded'],
])('later versions of Argo CD see %s', (_, live, status) => {
  expect(laterFinding(groupOf(live.apiVersion), live)?.status).toBe(status);
});

const ceph = (status?: object) => object('ceph.rook.io/v1', 'CephCluster', status);
const metrics = (updateStatus: string) => object('operator.victoriametrics.com/v1beta1', 'VMAgent', { updateStatus });
const gate = (phase: string) =>
  object('promoter.argoproj.io/v1alpha1', 'TimedCommitStatus', {
    ...conditions('Ready', 'True'),
    environments: [{ branch: 'prod', phase }],
  });

test.each<[string, KubeObject, string]>([
  ['Ceph with warnings', ceph({ phase: 'Ready', ceph: { health: 'HEALTH_WARN' } }), 'Degraded'],
  ['Ceph that is well', ceph({ state: 'Created', ceph: { health: 'HEALTH_OK' } }), 'Healthy'],
  ['Ceph without a report', ceph(), 'Progressing'],
  ['a shoot without a label', object('core.gardener.cloud/v1beta1', 'Shoot', {}), 'Progressing'],
  [
    'a NodeClaim that is replaced',
    object('karpenter.sh/v1', 'NodeClaim', conditions('Disrupting', 'True')),
    'Suspended',
  ],
  ['a NodeClaim without a report', object('karpenter.sh/v1', 'NodeClaim', {}), 'Progressing'],
  ['metrics that expand', metrics('expanding'), 'Progressing'],
  ['metrics in operation', metrics('operational'), 'Healthy'],
  ['a commit that waits', gate('pending'), 'Progressing'],
  ['a commit that failed', gate('failure'), 'Degraded'],
  ['a commit that passed', gate('success'), 'Healthy'],
  ['a stack of an older generation', object('pulumi.com/v1', 'Stack', { observedGeneration: 1 }), 'Progressing'],
  ['a budget without conditions', object('policy/v1', 'PodDisruptionBudget', {}), 'Progressing'],
])('%s is judged', (_, live, status) => {
  expect(judge(live)?.status).toBe(status);
});
