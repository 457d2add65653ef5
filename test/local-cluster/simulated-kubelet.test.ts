import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminApi } from '../../src/local-cluster/admin-api.js';
import { openAdminApi } from '../../src/local-cluster/open-admin-api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';

/** As much of a live object as these tests look at. */
interface Live {
  readonly metadata: { readonly name: string; readonly generation?: number };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: {
    readonly phase?: string;
    readonly replicas?: number;
    readonly availableReplicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly observedGeneration?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly capacity?: unknown;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly state: { readonly waiting?: { readonly reason: string; readonly message?: string } };
    }[];
    readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname: string }[] };
  };
}

const BEHAVIOUR = 'local.cdk8s-gitops.io/behaviour';
let api: AdminApi;
let namespace: string;

beforeAll(async () => {
  namespace = await testNamespace('kubelet');
  api = openAdminApi((await testCluster()).directory);
});
afterAll(() => api?.close());

test('a Deployment becomes available', async () => {
  await createDeployment('plain', { replicas: 3 });

  await eventually('/apis/apps/v1', 'deployments/plain', ({ status }) => status?.availableReplicas === 3);
});

test.each([
  { behaviour: 'image-pull', reason: 'ImagePullBackOff', phase: 'Pending' },
  { behaviour: 'crash', reason: 'CrashLoopBackOff', phase: 'Running' },
])('a pod annotated $behaviour waits with $reason', async ({ behaviour, reason, phase }) => {
  await createDeployment(behaviour, { annotations: { [BEHAVIOUR]: behaviour } });

  const pod = await eventuallyPod(
    behaviour,
    ({ status }) => status?.containerStatuses?.[0]?.state.waiting?.reason === reason,
  );

  expect(pod.status?.phase).toBe(phase);
});

test('a pod annotated never-ready runs and is not ready', async () => {
  await createDeployment('unready', { annotations: { [BEHAVIOUR]: 'never-ready' } });

  const pod = await eventuallyPod('unready', ({ status }) => status?.phase === 'Running');

  expect(condition(pod, 'Ready')).toBe('False');
});

test('a pod annotated slow is ready after about five seconds', async () => {
  const started = Date.now();
  await createDeployment('slow', { annotations: { [BEHAVIOUR]: 'slow' } });

  const creating = await eventuallyPod(
    'slow',
    ({ status }) => status?.containerStatuses?.[0]?.state.waiting?.reason === 'ContainerCreating',
  );
  const ready = await eventuallyPod('slow', (pod) => condition(pod, 'Ready') === 'True');

  expect(condition(creating, 'Ready')).toBe('False');
  expect(ready.status?.phase).toBe('Running');
  expect(Date.now() - started).toBeGreaterThan(4500);
});

test.each([
  { name: 'broken-host', image: 'broken.example.com/web:1.0' },
  { name: 'broken-tag', image: 'registry.example.com/web:does-not-exist' },
])('the image $image cannot be pulled, and the rollout recovers when it is replaced', async ({ name, image }) => {
  await createDeployment(name, { image });
  const pod = await eventuallyPod(
    name,
    ({ status }) => status?.containerStatuses?.[0]?.state.waiting?.reason === 'ImagePullBackOff',
  );
  expect(pod.status?.containerStatuses?.[0]?.state.waiting?.message).toContain(image);

  const fixed = {
    spec: { template: { spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1.0' }] } } },
  };
  await api.request(
    'PATCH',
    `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
    fixed,
    'application/strategic-merge-patch+json',
  );

  await eventually('/apis/apps/v1', `deployments/${name}`, ({ status, metadata }) => {
    return (
      status?.observedGeneration === metadata.generation &&
      status?.updatedReplicas === 1 &&
      status?.availableReplicas === 1 &&
      status?.replicas === 1
    );
  });
});

test('an unknown behaviour is no behaviour', async () => {
  await createDeployment('typo', { annotations: { [BEHAVIOUR]: 'crahs' } });

  await eventually('/apis/apps/v1', 'deployments/typo', ({ status }) => status?.availableReplicas === 1);
});

test('a Job completes, and one whose pods are annotated job-fail fails', async () => {
  await createJob('fine', {});
  await createJob('failing', { [BEHAVIOUR]: 'job-fail' });

  const fine = await eventually('/apis/batch/v1', 'jobs/fine', (job) => condition(job, 'Complete') === 'True');
  const failing = await eventually('/apis/batch/v1', 'jobs/failing', (job) => condition(job, 'Failed') === 'True');

  expect(fine.status?.succeeded).toBe(1);
  expect(failing.status?.failed).toBe(1);
});

test('a StatefulSet gets its volumes, which disappear with their claims', async () => {
  await create('/apis/apps/v1', 'statefulsets', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'data' },
    spec: {
      replicas: 2,
      serviceName: 'data',
      selector: { matchLabels: { app: 'data' } },
      template: podTemplate('data', {}),
      volumeClaimTemplates: [claim('data', undefined)],
    },
  });
  await eventually('/apis/apps/v1', 'statefulsets/data', ({ status }) => status?.readyReplicas === 2);
  const bound = await eventually(
    '/api/v1',
    'persistentvolumeclaims/data-data-1',
    ({ status }) => status?.phase === 'Bound',
  );
  expect(bound.status?.capacity).toEqual({ storage: '1Gi' });
  expect(bound.spec['storageClassName']).toBe('local');

  await api.request('DELETE', `/apis/apps/v1/namespaces/${namespace}/statefulsets/data`);
  await api.request('DELETE', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`);

  await until(async () => {
    const { body } = await api.request('GET', '/api/v1/persistentvolumes');
    return (body as { items: Live[] }).items.every(
      ({ spec }) => (spec['claimRef'] as { namespace: string }).namespace !== namespace,
    );
  });
});

test('a claim of the class gp3 is bound when a pod uses it, as on EKS', async () => {
  await create('/api/v1', 'persistentvolumeclaims', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...claim('ebs', 'gp3'),
  });
  await sleep(300);
  const waiting = await read('/api/v1', 'persistentvolumeclaims/ebs');
  await create('/api/v1', 'pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'ebs' },
    spec: { ...podTemplate('ebs', {}).spec, volumes: [{ name: 'ebs', persistentVolumeClaim: { claimName: 'ebs' } }] },
  });

  await eventually('/api/v1', 'persistentvolumeclaims/ebs', ({ status }) => status?.phase === 'Bound');
  await eventually('/api/v1', 'pods/ebs', (pod) => condition(pod, 'Ready') === 'True');
  expect(waiting.status?.phase).toBe('Pending');
});

test('load balancers get an address, and autoscalers say that all is well', async () => {
  await create('/api/v1', 'services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'lb' },
    spec: { type: 'LoadBalancer', ports: [{ port: 80 }], selector: { app: 'x' } },
  });
  const backend = { service: { name: 'lb', port: { number: 80 } } };
  await create('/apis/networking.k8s.io/v1', 'ingresses', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'in' },
    spec: { defaultBackend: backend },
  });
  await create('/apis/autoscaling/v2', 'horizontalpodautoscalers', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'hpa' },
    spec: {
      minReplicas: 2,
      maxReplicas: 4,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'plain' },
    },
  });

  const service = await eventually(
    '/api/v1',
    'services/lb',
    ({ status }) => status?.loadBalancer?.ingress?.length === 1,
  );
  await eventually(
    '/apis/networking.k8s.io/v1',
    'ingresses/in',
    ({ status }) => status?.loadBalancer?.ingress?.length === 1,
  );
  const autoscaler = await eventually(
    '/apis/autoscaling/v2',
    'horizontalpodautoscalers/hpa',
    (object) => condition(object, 'ScalingActive') === 'True',
  );

  expect(service.status?.loadBalancer?.ingress?.[0]?.hostname).toBe(`lb.${namespace}.lb.local`);
  expect(condition(autoscaler, 'AbleToScale')).toBe('True');
});

function createDeployment(
  name: string,
  options: {
    readonly replicas?: number;
    readonly image?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const spec = {
    replicas: options.replicas ?? 1,
    selector: { matchLabels: { app: name } },
    template: podTemplate(name, options),
  };
  return create('/apis/apps/v1', 'deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec,
  });
}

function createJob(name: string, annotations: Readonly<Record<string, string>>): Promise<void> {
  const template = podTemplate(name, { annotations });
  const spec = { backoffLimit: 0, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
  return create('/apis/batch/v1', 'jobs', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec });
}

function podTemplate(
  name: string,
  {
    image = 'registry.example.com/web:1.0',
    annotations = {},
  }: { readonly image?: string; readonly annotations?: Readonly<Record<string, string>> },
) {
  return { metadata: { labels: { app: name }, annotations }, spec: { containers: [{ name: 'web', image }] } };
}

function claim(name: string, storageClassName: string | undefined) {
  return {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '1Gi' } } },
  };
}

async function create(group: string, plural: string, object: unknown): Promise<void> {
  const { status, body } = await api.request('POST', `${group}/namespaces/${namespace}/${plural}`, object);
  if (status !== 201) throw new Error(`creating ${plural}: ${status} ${JSON.stringify(body)}`);
}

async function read(group: string, rest: string): Promise<Live> {
  return (await api.request('GET', `${group}/namespaces/${namespace}/${rest}`)).body as Live;
}

async function eventually(group: string, rest: string, accept: (object: Live) => boolean | undefined): Promise<Live> {
  let last: Live | undefined;
  await until(
    async () => {
      last = await read(group, rest);
      return accept(last) === true;
    },
    () => JSON.stringify(last?.status),
  );
  return last as Live; // set by the accepted answer
}

async function eventuallyPod(app: string, accept: (pod: Live) => boolean | undefined): Promise<Live> {
  let found: Live | undefined;
  let last: readonly Live[] = [];
  await until(
    async () => {
      last = (
        (await api.request('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${app}`)).body as {
          items: Live[];
        }
      ).items;
      found = last.find((pod) => accept(pod) === true);
      return found !== undefined;
    },
    () => JSON.stringify(last.map(({ status }) => status)),
  );
  return found as Live; // the loop ends with one
}

async function until(answer: () => Promise<boolean>, last: () => string = () => ''): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await answer()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`waited in vain; last: ${last()}`);
  }
}

function condition(object: Live, type: string): string | undefined {
  return object.status?.conditions?.find((entry) => entry.type === type)?.status;
}
