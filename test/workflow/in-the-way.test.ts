import { parseConflictRule } from '../../src/cluster/objects/conflict-rules.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, Engine, type EngineOptions, meddle, read } from '../helpers/engine.js';
import { createAs, kubectl } from '../helpers/managers.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('way')];
  return { client, namespace, engine: new Engine(client) };
}

type Spec = Readonly<Record<string, unknown>>;
/** Nothing waits for health here: what is written counts. */
const AT_ONCE: EngineOptions = { timeoutMs: 0 };
const PATHS: Readonly<Record<string, string>> = {
  ConfigMap: 'api/v1/NS/configmaps',
  Deployment: 'apis/apps/v1/NS/deployments',
  Job: 'apis/batch/v1/NS/jobs',
  PersistentVolumeClaim: 'api/v1/NS/persistentvolumeclaims',
  Service: 'api/v1/NS/services',
  StatefulSet: 'apis/apps/v1/NS/statefulsets',
};
const folderOf = (namespace: string, { kind }: KubeObject) =>
  `/${PATHS[kind]!.replace('NS', `namespaces/${namespace}`)}`;
const pathOf = (namespace: string, object: KubeObject) => `${folderOf(namespace, object)}/${object.metadata.name}`;

const object = (apiVersion: string, kind: string, spec: Spec, options?: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name: 'web',
    ...(options === undefined ? {} : { annotations: { 'argocd.argoproj.io/sync-options': options } }),
  },
  spec,
});
const template = (container: Spec = {}, pod: Spec = {}) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1', ...container }], ...pod },
});
const selector = { matchLabels: { app: 'web' } };
const deployment = (spec: Spec = {}, container: Spec = {}, pod: Spec = {}, options?: string) =>
  object('apps/v1', 'Deployment', { replicas: 0, selector, template: template(container, pod), ...spec }, options);
const statefulSet = (spec: Spec) =>
  object('apps/v1', 'StatefulSet', { replicas: 0, serviceName: 'web', selector, template: template(), ...spec });
const service = (port: number) => object('v1', 'Service', { ports: [{ name: 'http', port }] });
const job = (spec: Spec = {}, options?: string) =>
  object(
    'batch/v1',
    'Job',
    { suspend: true, template: { spec: { ...template().spec, restartPolicy: 'Never' } }, ...spec },
    options,
  );

const PORT = [{ name: 'http', containerPort: 80 }];
const ENV = [{ name: 'A', value: '1' }];
const PROBE = { httpGet: { path: '/', port: 80 } };
const VOLUME = [{ name: 'v', configMap: { name: 'c' } }];

/** What a person types, and what Git says. */
const EDITS: readonly (readonly [string, KubeObject, readonly Spec[]])[] = [
  [
    'the number of a port with a name',
    deployment({}, { ports: PORT }),
    [{ op: 'replace', path: '/spec/template/spec/containers/0/ports/0/containerPort', value: 9090 }],
  ],
  ['the port of a Service', service(80), [{ op: 'replace', path: '/spec/ports/0/port', value: 8080 }]],
  [
    'a variable that comes from elsewhere',
    deployment({}, { env: ENV }),
    [
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/env/0',
        value: { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      },
    ],
  ],
  [
    'another kind of probe',
    deployment({}, { livenessProbe: PROBE }),
    [
      { op: 'remove', path: '/spec/template/spec/containers/0/livenessProbe/httpGet' },
      { op: 'add', path: '/spec/template/spec/containers/0/livenessProbe/exec', value: { command: ['true'] } },
    ],
  ],
  [
    'another kind of volume',
    deployment({}, {}, { volumes: VOLUME }),
    [{ op: 'replace', path: '/spec/template/spec/volumes/0', value: { name: 'v', secret: { secretName: 's' } } }],
  ],
];

function edit(client: KubeClient, path: string, patch: readonly Spec[], manager = 'kubectl-patch'): Promise<void> {
  return meddle(client, path, patch, manager, 'application/json-patch+json');
}

/** Syncs an object twice, and says what became of it. */
async function settled(engine: Engine, namespace: string, wanted: KubeObject, options: EngineOptions = {}) {
  const application = argoApplication(namespace, [wanted]);
  const first = await engine.sync([application], { ...AT_ONCE, ...options });
  if (first.problems.length > 0) return first.messages;
  const again = await engine.sync([application], AT_ONCE);
  return [first.result.outcome, again.problems, again.result?.outcome, again.result?.updated];
}

const SETTLED = ['synced', [], 'unchanged', 0];

describe('a default that the API server had set beside the old choice goes with it', () => {
  test.each([
    ['Deployment without a strategy, then Recreate', deployment(), deployment({ strategy: { type: 'Recreate' } })],
    [
      'Deployment with RollingUpdate and nothing else, then Recreate',
      deployment({ strategy: { type: 'RollingUpdate' } }),
      deployment({ strategy: { type: 'Recreate' } }),
    ],
    [
      'StatefulSet without a strategy, then OnDelete',
      statefulSet({}),
      statefulSet({ updateStrategy: { type: 'OnDelete' } }),
    ],
  ])('%s, and back', async (_, before, after) => {
    const { client, namespace, engine } = await start();
    await engine.sync([argoApplication(namespace, [before])], AT_ONCE);

    expect(await settled(engine, namespace, after)).toEqual(SETTLED);
    const live = (await read(client, pathOf(namespace, after)))?.['spec'];
    expect(JSON.stringify(live)).not.toContain('rollingUpdate');
    expect(await settled(engine, namespace, before)).toEqual(SETTLED);
    // And once more, now that nothing of it is new.
    expect(await settled(engine, namespace, after)).toEqual(SETTLED);
  });
});

describe('what somebody typed into the cluster is drift, also where the API server does not let both stand', () => {
  test.each(EDITS)('%s', async (_, wanted, patch) => {
    const { client, namespace, engine } = await start();
    await engine.sync([argoApplication(namespace, [wanted])], AT_ONCE);
    await edit(client, pathOf(namespace, wanted), patch);

    const { problems, planned } = await engine.plan([argoApplication(namespace, [wanted])]);
    expect(problems).toEqual([]);
    expect(planned[0]?.plan.changes).toMatchObject([
      { action: 'update', reason: 'drifted', taken: [{ manager: 'kubectl-patch' }] },
    ]);
    expect(await settled(engine, namespace, wanted)).toEqual(SETTLED);
    const live = (await read(client, pathOf(namespace, wanted)))?.['spec'];
    expect(live).toMatchObject(withoutReplicas(wanted));
    expect(JSON.stringify(live)).not.toMatch(/9090|8080|fieldRef|exec|secretName/);
  });

  test('what a person added elsewhere stays', async () => {
    const { client, namespace, engine } = await start();
    const wanted = deployment({}, { ports: PORT, env: ENV });
    await engine.sync([argoApplication(namespace, [wanted])], AT_ONCE);
    await edit(client, pathOf(namespace, wanted), [
      { op: 'replace', path: '/spec/template/spec/containers/0/ports/0/containerPort', value: 9090 },
      { op: 'add', path: '/spec/template/spec/containers/0/ports/-', value: { name: 'admin', containerPort: 9 } },
      { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'B', value: '2' } },
    ]);

    expect(await settled(engine, namespace, wanted)).toEqual(SETTLED);
    const text = JSON.stringify(await read(client, pathOf(namespace, wanted)).then((live) => live?.['spec']));
    expect([text.includes('9090'), text.includes('admin'), text.includes('"B"')]).toEqual([false, true, true]);
  });

  test('what an operator changed is told with field and manager, and taken when that is allowed', async () => {
    const { client, namespace, engine } = await start();
    const [, wanted, patch] = EDITS[0]!;
    const application = argoApplication(namespace, [wanted]);
    await engine.sync([application], AT_ONCE);
    await edit(client, pathOf(namespace, wanted), patch, 'port-operator');

    const { problems } = await engine.plan([application]);
    expect(problems.map(({ problem: { code, message, hint } }) => [code, message, hint])).toEqual([
      [
        'CLUSTER_FIELD_CONFLICT',
        expect.stringMatching(
          /^'spec\.template\.spec\.containers\[name="web"\]\.ports\[containerPort=9090,protocol="TCP"\]' of Deployment \S+ belongs to 'port-operator' since \S+ and is in the way of the manifest in Git: .*Duplicate value/,
        ),
        expect.stringMatching(/--conflicts-for 'apps\/Deployment:\.spec\..*=take'/),
      ],
    ]);
    const rule = /--conflicts-for '(.*?)' to/.exec(problems[0]!.problem.hint!)?.[1];
    const ownership = { conflictRules: [parseConflictRule(rule!)] };
    expect(await settled(engine, namespace, wanted, { ownership })).toEqual(SETTLED);
  });
});

describe('an adopted object may change in the same commit', () => {
  test.each(
    EDITS.flatMap(([name, wanted, patch]) =>
      (['kubectl apply', 'kubectl apply --server-side', 'kubectl create', 'helm'] as const).map(
        (maker) => [name, maker, wanted, patch] as const,
      ),
    ),
  )('%s, made by %s', async (_, maker, wanted, patch) => {
    const { client, namespace, engine } = await start();
    const live = patched(wanted, patch);
    const placed = { ...live, metadata: { ...live.metadata, namespace } };
    if (maker === 'helm') await createAs(client, 'helm', folderOf(namespace, live), live);
    else await kubectl(placed, ...maker.split(' ').slice(1), '-f', '-');

    expect(await settled(engine, namespace, wanted, { adopt: true })).toEqual(SETTLED);
    const found = (await read(client, pathOf(namespace, wanted)))?.['spec'];
    expect(found).toMatchObject(withoutReplicas(wanted));
    expect(JSON.stringify(found)).not.toMatch(/9090|8080|fieldRef|exec|secretName/);
  });

  test.each([
    [
      'PersistentVolumeClaim that is bound',
      object('v1', 'PersistentVolumeClaim', {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      }),
      { spec: { volumeName: 'pv-1' } },
    ],
    ['Job', job(), {}],
  ])('%s without owners of its fields keeps what was allocated', async (_, wanted, allocated) => {
    const { client, namespace, engine } = await start();
    await createAs(client, 'somebody', folderOf(namespace, wanted), wanted);
    await meddle(client, pathOf(namespace, wanted), { ...allocated, metadata: { managedFields: [{}] } }, 'x');

    expect(await settled(engine, namespace, wanted, { adopt: true })).toEqual(SETTLED);
    expect(await read(client, pathOf(namespace, wanted))).toMatchObject(allocated);
  });
});

describe('a manifest that is wrong is told as wrong', () => {
  test.each([
    ['the object exists', deployment({}, { ports: PORT })],
    ['the object exists, with something in the way', deployment({}, { env: ENV })],
  ])('%s', async (_, before) => {
    const { namespace, engine } = await start();
    await engine.sync([argoApplication(namespace, [before])], AT_ONCE);
    const wrong = deployment({}, { ports: [...PORT, { name: 'http', containerPort: 81 }] });

    const { problems } = await engine.plan([argoApplication(namespace, [wrong])]);
    expect(problems.map(({ problem: { code, hint } }) => [code, hint])).toEqual([
      ['CLUSTER_INVALID', 'Correct the manifest in Git.'],
    ]);
  });
});

describe('Replace=true is a way out', () => {
  test.each(EDITS)('of an edit: %s', async (_, wanted, patch) => {
    const { client, namespace, engine } = await start();
    const replaced = withOptions(wanted, 'Replace=true');
    await engine.sync([argoApplication(namespace, [replaced])], AT_ONCE);
    await edit(client, pathOf(namespace, wanted), patch, 'port-operator');

    expect(await settled(engine, namespace, replaced)).toEqual(SETTLED);
    const live = JSON.stringify((await read(client, pathOf(namespace, wanted)))?.['spec']);
    expect(live).not.toMatch(/9090|8080|fieldRef|exec|secretName/);
  });

  test('a Job of which only a label changed says what else helps, since Kubernetes replaces none', async () => {
    const { namespace, engine } = await start();
    const before = job({}, 'Replace=true');
    await engine.sync([argoApplication(namespace, [before])], AT_ONCE);
    const after = job({ ttlSecondsAfterFinished: 9, completionMode: 'Indexed', completions: 1 }, 'Replace=true');

    const { problems } = await engine.plan([argoApplication(namespace, [after])]);
    expect(problems.map(({ problem: { code, hint } }) => [code, hint])).toEqual([
      ['CLUSTER_IN_THE_WAY', expect.stringMatching(/--recreate/)],
    ]);
    const recreated = await engine.sync([argoApplication(namespace, [after])], {
      ...AT_ONCE,
      ownership: { recreate: true },
    });
    expect([recreated.problems, recreated.result.outcome]).toEqual([[], 'synced']);
  });

  test('with Force=true a Job of which only a label changed is made anew', async () => {
    const { client, namespace, engine } = await start();
    const options = 'Force=true,Replace=true';
    const before = job({}, options);
    await engine.sync([argoApplication(namespace, [before])], AT_ONCE);
    const uid = (await read(client, pathOf(namespace, before)))?.metadata.uid;

    const after = { ...before, metadata: { ...before.metadata, labels: { a: 'b' } } };
    const { problems, result } = await engine.sync([argoApplication(namespace, [after])], AT_ONCE);
    expect([problems, result.outcome]).toEqual([[], 'synced']);
    const made = await read(client, pathOf(namespace, before));
    expect([made?.metadata.labels?.['a'], made?.metadata.uid === uid]).toEqual(['b', false]);
  });
});

function withoutReplicas({ spec }: KubeObject): object {
  const { replicas: _, ...rest } = spec as Spec;
  return rest;
}

function withOptions(wanted: KubeObject, options: string): KubeObject {
  return { ...wanted, metadata: { ...wanted.metadata, annotations: { 'argocd.argoproj.io/sync-options': options } } };
}

/** JSON patch of what a test needs: `add`, `replace` and `remove` below maps and list positions. */
function patched(wanted: KubeObject, patch: readonly Spec[]): KubeObject {
  const copy = structuredClone(wanted) as unknown as Record<string, unknown>;
  for (const { op, path, value } of patch) {
    const steps = String(path).split('/').slice(1);
    const last = steps.pop()!;
    const parent = steps.reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, copy);
    if (op === 'remove') delete parent[last];
    else parent[last] = value;
  }
  return copy as unknown as KubeObject;
}
