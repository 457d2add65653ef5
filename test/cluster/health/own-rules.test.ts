import { judge } from '../../../src/cluster/health/judge.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

type Row = readonly [what: string, object: KubeObject, expected: string];

const object = (
  apiVersion: string,
  kind: string,
  status?: unknown,
  spec: unknown = {},
  metadata: object = {},
): KubeObject =>
  ({
    apiVersion,
    kind,
    metadata: { name: 'a', generation: 2, ...metadata },
    spec,
    ...(status === undefined ? {} : { status }),
  }) as KubeObject;
const is = (type: string, status: string, reason = '', message = '') => ({ type, status, reason, message });
const conditions = (...list: readonly object[]) => ({ conditions: list });

const bucket = (status?: unknown) => object('s3.services.k8s.aws/v1alpha1', 'Bucket', status);
const graph = (status?: unknown) => object('kro.run/v1alpha1', 'ResourceGraphDefinition', status);
const webApplication = (status?: unknown) => object('kro.run/v1alpha1', 'WebApplication', status);
const tcpRoute = (status?: unknown) => object('gateway.networking.k8s.io/v1alpha2', 'TCPRoute', status);
const parent = (name: string, ...list: readonly object[]) => ({
  parentRef: { name },
  controllerName: 'example.com/c',
  conditions: list,
});
const nodeClaim = (status?: unknown) => object('karpenter.sh/v1', 'NodeClaim', status);
const machineSet = (status?: unknown, spec: unknown = {}) =>
  object('cluster.x-k8s.io/v1beta1', 'MachineSet', status, spec);
const policy = (status?: unknown) => object('cilium.io/v2', 'CiliumNetworkPolicy', status);
const network = (status?: unknown) => object('compute.cnrm.cloud.google.com/v1beta1', 'ComputeNetwork', status);
const queue = (status?: unknown) => object('kueue.x-k8s.io/v1beta1', 'ClusterQueue', status);
const workerSet = (status?: unknown) => object('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', status);
const jobSet = (status?: unknown, spec: unknown = {}) => object('jobset.x-k8s.io/v1alpha2', 'JobSet', status, spec);
const pipelineRun = (status?: unknown) => object('tekton.dev/v1', 'PipelineRun', status);
const database = (status?: unknown) => object('postgresql.cnpg.io/v1', 'Database', status);
const mirrorMaker = (status?: unknown) => object('kafka.strimzi.io/v1beta2', 'KafkaMirrorMaker2', status);

const ROWS: readonly Row[] = [
  ['ACK: new', bucket(), 'Progressing: waiting for its controller'],
  [
    'ACK: in AWS',
    bucket(conditions(is('ACK.ResourceSynced', 'True', '', 'Resource synced successfully'))),
    'Healthy: Resource synced successfully',
  ],
  [
    'ACK: on its way',
    bucket(conditions(is('ACK.ResourceSynced', 'False', '', 'requeued'))),
    'Progressing: ACK.ResourceSynced=False: requeued',
  ],
  [
    'ACK: a spec that AWS refuses for good',
    bucket(
      conditions(
        is('ACK.ResourceSynced', 'True'),
        is('ACK.Terminal', 'True', '', 'InvalidBucketName: The specified bucket is not valid.'),
      ),
    ),
    'Degraded!: ACK.Terminal=True: InvalidBucketName: The specified bucket is not valid.',
  ],
  [
    'ACK: refused, tried again',
    bucket(conditions(is('ACK.Recoverable', 'True', '', 'AccessDenied'), is('ACK.ResourceSynced', 'Unknown'))),
    'Degraded: ACK.Recoverable=True: AccessDenied',
  ],
  [
    'ACK: an old Recoverable',
    bucket(conditions(is('ACK.Recoverable', 'False'), is('ACK.ResourceSynced', 'True'))),
    'Healthy',
  ],
  [
    'ACK: what it refers to is not there yet',
    bucket(conditions(is('ACK.ReferencesResolved', 'Unknown', '', 'not synced'))),
    'Progressing: ACK.ReferencesResolved=Unknown: not synced',
  ],
  [
    'ACK: an adoption',
    object('services.k8s.aws/v1alpha1', 'AdoptedResource', conditions(is('ACK.Adopted', 'True'))),
    'Healthy',
  ],
  ['ACK: an export', object('services.k8s.aws/v1alpha1', 'FieldExport'), 'none'],

  ['kro: a definition that is served', graph({ state: 'Active', ...conditions(is('Ready', 'True')) }), 'Healthy'],
  [
    'kro: a definition that is wrong',
    graph({
      state: 'Inactive',
      ...conditions(is('ResourceGraphAccepted', 'False', 'InvalidResourceGraph', 'no such kind')),
    }),
    'Degraded: ResourceGraphAccepted=False: InvalidResourceGraph: no such kind',
  ],
  ['kro: a new definition', graph(), 'Progressing: waiting for kro'],
  ['kro: an instance', webApplication({ state: 'ACTIVE', ...conditions(is('InstanceSynced', 'True')) }), 'Healthy'],
  [
    'kro: an instance on its way',
    webApplication({
      state: 'IN_PROGRESS',
      ...conditions(is('InstanceSynced', 'Unknown', 'Progressing', 'waiting for deployment')),
    }),
    'Progressing: InstanceSynced=Unknown: Progressing: waiting for deployment',
  ],
  ['kro: an instance that failed', webApplication({ state: 'FAILED' }), 'Degraded: state FAILED'],
  [
    'kro: an instance of before it is ready',
    webApplication({ state: 'ACTIVE', ...conditions(is('Ready', 'False', 'NotReady')) }),
    'Progressing: Ready=False: NotReady',
  ],

  [
    'Gateway API: a class',
    object('gateway.networking.k8s.io/v1', 'GatewayClass', conditions(is('Accepted', 'True'))),
    'Healthy',
  ],
  [
    'Gateway API: a class that nobody has taken',
    object(
      'gateway.networking.k8s.io/v1',
      'GatewayClass',
      conditions(is('Accepted', 'Unknown', 'Pending', 'Waiting for controller')),
    ),
    'Progressing: Accepted=Unknown: Pending: Waiting for controller',
  ],
  [
    'Gateway API: a class with parameters that are wrong',
    object('gateway.networking.k8s.io/v1', 'GatewayClass', conditions(is('Accepted', 'False', 'InvalidParameters'))),
    'Degraded: Accepted=False: InvalidParameters',
  ],
  ['Gateway API: a route that no gateway has looked at', tcpRoute(), 'Progressing: waiting for a gateway to accept it'],
  [
    'Gateway API: a route',
    tcpRoute({ parents: [parent('eu', is('Accepted', 'True'), is('ResolvedRefs', 'True'))] }),
    'Healthy',
  ],
  [
    'Gateway API: a route that one of two gateways refuses',
    tcpRoute({
      parents: [parent('eu', is('Accepted', 'True')), parent('us', is('Accepted', 'False', 'NotAllowedByListeners'))],
    }),
    'Degraded: us: Accepted=False: NotAllowedByListeners',
  ],
  [
    'Gateway API: a route whose change is not seen',
    tcpRoute({ parents: [parent('eu', { ...is('Accepted', 'True'), observedGeneration: 1 })] }),
    'Progressing: eu: generation 2 is not observed',
  ],
  [
    'Gateway API: a policy',
    object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', {
      ancestors: [{ ancestorRef: { name: 'eu' }, conditions: [is('Accepted', 'False', 'Conflicted')] }],
    }),
    'Degraded: eu: Accepted=False: Conflicted',
  ],
  ['Gateway API: a grant says nothing', object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'), 'none'],
  [
    'policies of other groups, by their ancestors',
    object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', {
      ancestors: [{ ancestorRef: { name: 'eu' }, conditions: [is('Accepted', 'True')] }],
    }),
    'Healthy',
  ],

  [
    'Karpenter: a claim that starts',
    nodeClaim(conditions(is('Launched', 'True'), is('Ready', 'Unknown', 'NodeNotFound'))),
    'Progressing: Ready=Unknown: NodeNotFound',
  ],
  ['Karpenter: a claim', nodeClaim(conditions(is('Launched', 'True'), is('Ready', 'True'))), 'Healthy'],
  ['EKS Auto Mode: a class', object('eks.amazonaws.com/v1', 'NodeClass', conditions(is('Ready', 'True'))), 'Healthy'],

  ['Cluster API: paused by its spec', machineSet({}, { paused: true }), 'Suspended: it is paused'],
  [
    'Cluster API: paused',
    machineSet(conditions(is('Paused', 'True', 'Paused', 'the cluster is paused'))),
    'Suspended: the cluster is paused',
  ],
  [
    'Cluster API: rolls out',
    machineSet(conditions(is('Available', 'True'), is('RollingOut', 'True', 'RollingOut'))),
    'Progressing: RollingOut=True: RollingOut',
  ],
  [
    'Cluster API: there',
    machineSet(conditions(is('Available', 'True'), is('RollingOut', 'False'), is('Deleting', 'False'))),
    'Healthy',
  ],
  [
    'Cluster API: a provider that only is ready',
    object('infrastructure.cluster.x-k8s.io/v1beta2', 'AWSCluster', { ready: true }),
    'Healthy',
  ],
  [
    'Cluster API: a provider that failed',
    object('infrastructure.cluster.x-k8s.io/v1beta2', 'AWSMachine', { failureMessage: 'no capacity' }),
    'Degraded: no capacity',
  ],
  ['Cluster API: a template', object('infrastructure.cluster.x-k8s.io/v1beta2', 'AWSMachineTemplate'), 'none'],

  [
    'Cilium: a policy',
    policy(conditions(is('Valid', 'True', '', 'Policy validation succeeded'))),
    'Healthy: Policy validation succeeded',
  ],
  [
    'Cilium: a policy that is wrong',
    policy(conditions(is('Valid', 'False', '', 'Invalid CIDR'))),
    'Degraded: Valid=False: Invalid CIDR',
  ],
  ['Cilium: an older one that says nothing', policy(), 'none'],
  [
    'Cilium: pools in conflict',
    object(
      'cilium.io/v2',
      'CiliumLoadBalancerIPPool',
      conditions(is('cilium.io/PoolConflict', 'True', 'cidr_overlap'), is('cilium.io/IPsTotal', 'Unknown')),
    ),
    'Degraded: cilium.io/PoolConflict=True: cidr_overlap',
  ],
  [
    'Cilium: a pool',
    object('cilium.io/v2', 'CiliumLoadBalancerIPPool', conditions(is('cilium.io/PoolConflict', 'False'))),
    'Healthy',
  ],

  ['Config Connector: new', network(), 'Progressing: waiting for Config Connector'],
  [
    'Config Connector: there',
    network({ observedGeneration: 2, ...conditions(is('Ready', 'True', 'UpToDate', 'The resource is up to date')) }),
    'Healthy: The resource is up to date',
  ],
  [
    'Config Connector: not seen',
    network({ observedGeneration: 1, ...conditions(is('Ready', 'True', 'UpToDate')) }),
    'Progressing: waiting for generation 2 to be observed',
  ],
  [
    'Config Connector: waits for another',
    network(conditions(is('Ready', 'False', 'DependencyNotReady', 'reference Project p is not ready'))),
    'Progressing: Ready=False: DependencyNotReady: reference Project p is not ready',
  ],
  [
    'Config Connector: somebody else has it',
    network(conditions(is('Ready', 'False', 'ManagementConflict'))),
    'Degraded: Ready=False: ManagementConflict',
  ],
  [
    'Config Connector: its settings',
    object('core.cnrm.cloud.google.com/v1beta1', 'ConfigConnectorContext', { healthy: true }),
    'Healthy',
  ],

  [
    'AWS load balancers: targets',
    object('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', { observedGeneration: 2 }),
    'Healthy',
  ],
  [
    'AWS load balancers: no targets yet',
    object('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding'),
    'Progressing: waiting for its targets to be registered',
  ],
  ['VPC CNI: settings say nothing', object('crd.k8s.amazonaws.com/v1alpha1', 'ENIConfig'), 'none'],
  ['security groups for pods say nothing', object('vpcresources.k8s.aws/v1beta1', 'SecurityGroupPolicy'), 'none'],

  [
    'Kueue: a queue',
    queue(conditions(is('Active', 'True', 'Ready', 'Can admit new workloads'))),
    'Healthy: Can admit new workloads',
  ],
  [
    'Kueue: a queue without its flavor',
    queue(conditions(is('Active', 'False', 'FlavorNotFound', 'references missing ResourceFlavor(s): spot'))),
    'Degraded: Active=False: FlavorNotFound: references missing ResourceFlavor(s): spot',
  ],
  ['Kueue: a flavor says nothing', object('kueue.x-k8s.io/v1beta1', 'ResourceFlavor'), 'none'],

  [
    'LeaderWorkerSet: there',
    workerSet(conditions(is('Available', 'True'), is('Progressing', 'False'), is('UpdateInProgress', 'False'))),
    'Healthy',
  ],
  [
    'LeaderWorkerSet: is being updated',
    workerSet(conditions(is('Available', 'True'), is('UpdateInProgress', 'True', 'GroupsUpdating'))),
    'Progressing: UpdateInProgress=True: GroupsUpdating',
  ],
  ['LeaderWorkerSet: new', workerSet(), 'Progressing: waiting for its groups'],
  ['JobSet: runs', jobSet({}), 'Progressing'],
  [
    'JobSet: done',
    jobSet(conditions(is('Completed', 'True', 'AllJobsCompleted', 'jobset completed successfully'))),
    'Healthy: jobset completed successfully',
  ],
  ['JobSet: failed', jobSet(conditions(is('Failed', 'True', 'FailedJobs'))), 'Degraded!: Failed=True: FailedJobs'],
  ['JobSet: suspended', jobSet({}, { suspend: true }), 'Suspended!'],
  [
    'training: runs',
    object(
      'kubeflow.org/v1',
      'PyTorchJob',
      conditions(is('Created', 'True', 'PyTorchJobCreated'), is('Running', 'True')),
    ),
    'Progressing: Created=True: PyTorchJobCreated',
  ],
  [
    'training: another kind of the group',
    object('kubeflow.org/v1', 'Notebook', conditions(is('Running', 'True'))),
    'none',
  ],
  [
    'Tekton: runs',
    pipelineRun(conditions(is('Succeeded', 'Unknown', 'Running', 'Tasks Completed: 0'))),
    'Progressing: Succeeded=Unknown: Running: Tasks Completed: 0',
  ],
  ['Tekton: done', pipelineRun(conditions(is('Succeeded', 'True', 'Completed'))), 'Healthy'],
  [
    'Tekton: out of time',
    pipelineRun(conditions(is('Succeeded', 'False', 'PipelineRunTimeout'))),
    'Degraded!: Succeeded=False: PipelineRunTimeout',
  ],

  ['CloudNativePG: a database', database({ applied: true, observedGeneration: 2 }), 'Healthy'],
  [
    'CloudNativePG: a database of before the change',
    database({ applied: true, observedGeneration: 1 }),
    'Progressing: waiting to be applied',
  ],
  [
    'CloudNativePG: a database that cannot be',
    database({ applied: false, message: 'permission denied' }),
    'Degraded: permission denied',
  ],
  [
    'CloudNativePG: a pooler',
    object('postgresql.cnpg.io/v1', 'Pooler', { instances: 1 }, { instances: 2 }),
    'Progressing: 1 of 2 instances are there',
  ],
  [
    'CloudNativePG: a backup, by its phase',
    object('postgresql.cnpg.io/v1', 'Backup', { phase: 'walArchivingFailing' }),
    'none',
  ],
  [
    'Strimzi: not ready',
    mirrorMaker({ observedGeneration: 2, ...conditions(is('NotReady', 'True', 'TimeoutException', 'too long')) }),
    'Degraded: NotReady=True: TimeoutException: too long',
  ],
  [
    'Strimzi: ready, with a warning',
    mirrorMaker({ observedGeneration: 2, ...conditions(is('Warning', 'True'), is('Ready', 'True')) }),
    'Healthy',
  ],

  [
    'Gatekeeper: a template that does not compile',
    object('templates.gatekeeper.sh/v1', 'ConstraintTemplate', {
      byPod: [{ errors: [{ code: 'rego_parse_error', message: 'unexpected eof' }] }],
    }),
    'Degraded: unexpected eof',
  ],
  [
    'Gatekeeper: a template',
    object('templates.gatekeeper.sh/v1', 'ConstraintTemplate', { created: true, byPod: [] }),
    'Healthy',
  ],
  [
    'Gatekeeper: a constraint',
    object('constraints.gatekeeper.sh/v1beta1', 'K8sRequiredLabels', { byPod: [{ enforced: true }] }),
    'Healthy',
  ],
  ['Elastic: Kibana', object('kibana.k8s.elastic.co/v1', 'Kibana', { health: 'red' }), 'Degraded: its health is red'],
  ['Ray: a cluster', object('ray.io/v1', 'RayCluster', { state: 'ready' }), 'Healthy'],
  [
    'Ray: a job that failed',
    object('ray.io/v1', 'RayJob', { jobStatus: 'FAILED', message: 'exit code 1' }),
    'Degraded!: exit code 1',
  ],
  [
    'Vault: a way to log in',
    object('secrets.hashicorp.com/v1beta1', 'VaultAuth', { valid: false, error: 'no role' }),
    'Degraded: no role',
  ],
  [
    'Argo Events: a sensor',
    object('argoproj.io/v1alpha1', 'Sensor', conditions(is('Deployed', 'True'), is('TriggersProvided', 'False'))),
    'Progressing: TriggersProvided=False',
  ],

  [
    'Crossplane: a composite that waits',
    object('example.org/v1', 'XDatabase', conditions(is('Synced', 'True'), is('Ready', 'False', 'Creating'))),
    'Progressing: Ready=False: Creating',
  ],
  [
    'External Secrets: what Argo CD does not know',
    object('external-secrets.io/v1alpha1', 'ClusterPushSecret', conditions(is('Ready', 'True'))),
    'Healthy',
  ],
  [
    'cert-manager: a request that was denied',
    object('cert-manager.io/v1', 'CertificateRequest', conditions(is('Ready', 'False', 'Denied'))),
    'Degraded: Ready=False: Denied',
  ],
  [
    'cert-manager: a challenge, by its state',
    object('acme.cert-manager.io/v1', 'Challenge', { state: 'errored', reason: 'no such host' }),
    'Degraded: errored: no such host',
  ],
  [
    'Velero: a backup, by its phase',
    object('velero.io/v1', 'Backup', { phase: 'PartiallyFailed' }),
    'Degraded: PartiallyFailed',
  ],
  [
    'a phase in another spelling',
    object('example.com/v1', 'Widget', { phase: 'IN_PROGRESS' }),
    'Progressing: IN_PROGRESS',
  ],
  ['a phase that only its controller knows', object('example.com/v1', 'Widget', { phase: 'Purple' }), 'none'],
  [
    'paused, by a condition',
    object('example.com/v1', 'Widget', conditions(is('Paused', 'True'), is('Ready', 'False'))),
    'Suspended: Paused=True',
  ],
  [
    'built-in kinds that Argo CD does not judge',
    object('resource.k8s.io/v1', 'ResourceClaim', { reservedFor: [] }),
    'none',
  ],
  [
    'admission policies',
    object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', { observedGeneration: 1 }),
    'none',
  ],
];

test.each(ROWS)('%s', (_, live, expected) => {
  const verdict = judge(live);

  expect(
    verdict ? `${verdict.status}${verdict.final ? '!' : ''}${verdict.message ? `: ${verdict.message}` : ''}` : 'none',
  ).toBe(expected);
});

test('a rule of our own is named after its group, and leaves what it does not know to the conditions', () => {
  const rules = [
    bucket(),
    object('kueue.x-k8s.io/v1beta1', 'MultiKueueCluster', conditions(is('Ready', 'True'))),
    jobSet({}),
  ].map((live) => judge(live)?.rule);

  expect(rules).toEqual(['own/*.services.k8s.aws', 'conditions', 'own/jobset.x-k8s.io/JobSet']);
});

test.each([
  null,
  'text',
  3,
  [],
  { conditions: [null, 3, {}] },
  { parents: [null, {}], byPod: [null], conditions: 'x' },
])('a status of %j breaks no rule', (status) => {
  for (const live of [
    bucket(status),
    graph(status),
    tcpRoute(status),
    machineSet(status),
    policy(status),
    network(status),
    queue(status),
    jobSet(status),
    database(status),
  ]) {
    expect(judge(live)?.status).not.toBe('Unknown');
  }
});
