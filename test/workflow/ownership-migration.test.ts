import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { builtGoCommand } from '../../tools/go-command.mjs';
import { helmBinary } from '../../tools/helm-binary.mjs';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../helpers/engine.js';
import { applyAs, createAs, kubectl, managersOf } from '../helpers/managers.js';
import { needs } from '../helpers/needs.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

const [helm, kapp] = [await helmBinary(), builtGoCommand('kapp')];

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('own')];
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  return { client, namespace, engine: new Engine(client), path };
}

function withoutReplicas(workload: KubeObject): KubeObject {
  const { replicas: _, ...spec } = workload['spec'] as Record<string, unknown>;
  return { ...workload, spec };
}

type Maker = (client: KubeClient, path: string, object: KubeObject) => Promise<unknown>;
const created =
  (manager: string): Maker =>
  (client, path, object) =>
    createAs(client, manager, path, object);
const applied =
  (manager: string): Maker =>
  (client, path, object) =>
    applyAs(client, manager, path, object);

const makers: readonly (readonly [string, Maker])[] = [
  ['kubectl apply', (_client, _path, object) => kubectl(object, 'apply', '-f', '-')],
  ['kubectl apply --server-side', (_client, _path, object) => kubectl(object, 'apply', '--server-side', '-f', '-')],
  ['kubectl create', (_client, _path, object) => kubectl(object, 'create', '-f', '-')],
  ['Helm 3', created('helm')],
  ['Helm 4', applied('helm')],
  ['kapp', created('kapp')],
  ['Flux: kustomize-controller', applied('kustomize-controller')],
  ['Flux: helm-controller', created('helm-controller')],
  ['Argo CD, client side', created('argocd-controller')],
  ['Argo CD, server side', applied('argocd-controller')],
];

/**
 * The tools themselves, where they are on this machine: helm comes from npm, kapp is built by
 * `npm run bench`.
 */
const realMakers: readonly (readonly [string, Maker | undefined])[] = [
  ['helm install', helmMaker()],
  ['helm install --server-side=false', helmMaker('--server-side=false')],
  ['kapp deploy', kappMaker()],
];

function helmMaker(...flags: readonly string[]): Maker | undefined {
  if (!helm) return undefined;
  return async (_client, _path, object) => {
    const chart = mkdtempSync(join(tmpdir(), 'chart-'));
    try {
      mkdirSync(join(chart, 'templates'));
      writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
      writeFileSync(join(chart, 'templates/object.yaml'), JSON.stringify(object));
      await runTool(helm, ['install', 'shop', chart, '-n', `${object.metadata.namespace}`, ...flags]);
    } finally {
      rmSync(chart, { recursive: true, force: true });
    }
  };
}

function kappMaker(): Maker | undefined {
  if (!kapp) return undefined;
  return (_client, _path, object) =>
    runTool(kapp, ['deploy', '-a', 'shop', '-n', `${object.metadata.namespace}`, '-y', '-f', '-'], object);
}

async function runTool(command: string, args: readonly string[], input?: KubeObject): Promise<void> {
  const { userKubeconfig } = await testCluster();
  const running = promisify(execFile)(command, [...args, '--kubeconfig', userKubeconfig]);
  running.child.stdin?.end(input === undefined ? '' : JSON.stringify(input));
  await running;
}

describe.each(realMakers)('what %s made', (tool, make) => {
  needs(
    make !== undefined,
    `tool for '${tool}'`,
  ).test('is adopted with every field: what leaves Git goes, then and later, and nothing is made anew', async () => {
    const { client, namespace, engine, path } = await start();
    await make?.(client, path, configMap('c', { a: '1', b: '2', c: '3' }, { namespace, labels: { left: 'over' } }));
    const before = (await read(client, `${path}/c`))!;

    const adopted = await engine.sync([argoApplication(namespace, [configMap('c', { a: '1', b: '2' })])], {
      adopt: true,
    });
    const live = (await read(client, `${path}/c`))!;
    const later = await engine.sync([argoApplication(namespace, [configMap('c', { a: '1' })])]);

    expect([adopted.result?.outcome, later.result?.outcome]).toEqual(['synced', 'synced']);
    expect(live['data']).toEqual({ a: '1', b: '2' });
    expect(Object.keys(live.metadata.labels ?? {})).toEqual(['applyset.kubernetes.io/part-of']);
    expect(managersOf(live)).toEqual(['cdk8s-gitops/Apply']);
    expect(await read(client, `${path}/c`)).toMatchObject({ metadata: { uid: before.metadata.uid } });
    expect((await read(client, `${path}/c`))?.['data']).toEqual({ a: '1' });
  });
});

describe('an object that another tool made and that is adopted', () => {
  test.each(makers)(
    '%s: a field that Git does not have goes with the adoption, and everything is ours then',
    async (_tool, make) => {
      const { client, namespace, engine, path } = await start();
      await make(client, path, configMap('c', { a: '1', b: '2' }, { namespace, labels: { left: 'over' } }));
      const before = await read(client, `${path}/c`);

      const run = await engine.sync([argoApplication(namespace, [configMap('c', { a: 'ours' })])], { adopt: true });

      const live = await read(client, `${path}/c`);
      expect(run).toMatchObject({ problems: [], result: { outcome: 'synced', updated: 1 } });
      expect(live).toMatchObject({ data: { a: 'ours' }, metadata: { uid: before?.metadata.uid } });
      expect([live?.['data'], live?.metadata.labels?.['left']]).toEqual([{ a: 'ours' }, undefined]);
      expect(managersOf(live).filter((manager) => manager !== 'kubectl-client-side-apply/Update')).toEqual([
        'cdk8s-gitops/Apply',
      ]);
    },
  );

  test('the plan shows what goes, as the API server would leave it, and nothing is written by looking', async () => {
    const { client, namespace, engine, path } = await start();
    await kubectl(deployment(namespace, 'web', { replicas: 2 }), 'apply', '-f', '-');
    const application = argoApplication(namespace, [withoutReplicas(deployment(namespace, 'web', { replicas: 2 }))]);

    const { planned, problems } = await engine
      .plan([application], { adopt: true })
      .then((of) => ({ planned: of.planned, problems: of.problems }));

    const change = planned[0]?.plan.changes[0];
    expect([problems, client.statistics.writes]).toEqual([[], 0]);
    expect(change).toMatchObject({
      action: 'update',
      reason: 'adopted',
      migration: { managers: ['kubectl-client-side-apply'], adopting: true },
    });
    // Not gone, but what the API server fills in; everything else that kubectl's entry holds is a default and
    // stays.
    expect(change && 'merged' in change && change.merged?.['spec']).toMatchObject({
      replicas: 1,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate' },
    });
    expect(path).toBeDefined();
  });

  test('other people keep what they set: an autoscaler its replicas, kubectl edit its annotation, a controller its status', async () => {
    const { client, namespace, engine } = await start();
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    await createAs(client, 'helm', path, deployment(namespace, 'web'));
    await meddle(client, `${path}/web/scale`, { spec: { replicas: 3 } }, 'kube-controller-manager');
    await meddle(client, `${path}/web`, { metadata: { annotations: { 'example.com/note': 'by hand' } } });

    const run = await engine.sync([argoApplication(namespace, [withoutReplicas(deployment(namespace, 'web'))])], {
      adopt: true,
    });

    const live = await read(client, `${path}/web`);
    expect(run.problems).toEqual([]);
    expect(live).toMatchObject({ spec: { replicas: 3 }, metadata: { annotations: { 'example.com/note': 'by hand' } } });
    expect(managersOf(live)).toEqual(
      expect.arrayContaining(['cdk8s-gitops/Apply', 'kube-controller-manager/Update/scale', 'kubectl-edit/Update']),
    );
    expect(managersOf(live)).not.toContain('helm/Update');
  });

  test('an object without any owners of fields loses what Git does not have too', async () => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'helm', path, configMap('c', { a: '1', b: '2' }, { namespace }));
    await meddle(client, `${path}/c`, { metadata: { managedFields: [{}] } }, 'somebody');
    expect(managersOf(await read(client, `${path}/c`))).toEqual([]);

    const run = await engine.sync([argoApplication(namespace, [configMap('c', { a: '1' })])], { adopt: true });

    expect(run.result).toMatchObject({ outcome: 'synced' });
    expect(await read(client, `${path}/c`)).toMatchObject({ data: { a: '1' } });
    expect((await read(client, `${path}/c`))?.['data']).toEqual({ a: '1' });
  });

  test('ClientSideApplyMigration=false leaves the other owners as they are, and the next removal then stays', async () => {
    const { client, namespace, engine, path } = await start();
    await createAs(client, 'helm', path, configMap('c', { a: '1', b: '2' }, { namespace }));
    const spec = { syncPolicy: { syncOptions: ['ClientSideApplyMigration=false'] } };

    await engine.sync([argoApplication(namespace, [configMap('c', { a: '1' })], { spec })], { adopt: true });

    expect((await read(client, `${path}/c`))?.['data']).toEqual({ a: '1', b: '2' });
    expect(managersOf(await read(client, `${path}/c`))).toEqual(['cdk8s-gitops/Apply', 'helm/Update']);
  });

  test('costs one more write for each object that another tool owns, none for the others, and nothing afterwards', async () => {
    const { client, namespace, path } = await start();
    const adopt = async (manager: string) => {
      const objects = ['a', 'b', 'c'].map((name) => configMap(`${name}-${manager}`, { v: '1', w: '1' }, { namespace }));
      for (const object of objects) await createAs(client, manager, path, object);
      const [engine, application] = [
        new Engine(client),
        argoApplication(namespace, objects, { name: `${namespace}-${manager}` }),
      ];
      const before = client.statistics.writes;
      const outcomes = [(await engine.sync([application], { adopt: true })).result.outcome];
      const writes = client.statistics.writes - before;
      outcomes.push((await engine.sync([application])).result.outcome);
      return { outcomes, writes, afterwards: client.statistics.writes - before - writes };
    };

    const [operator, helm] = [await adopt('operator'), await adopt('helm')];

    expect([operator.outcomes, helm.outcomes]).toEqual([
      ['synced', 'unchanged'],
      ['synced', 'unchanged'],
    ]);
    expect([helm.writes - operator.writes, helm.afterwards]).toEqual([3, 0]);
  });
});
