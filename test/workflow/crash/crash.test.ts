import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../../helpers/engine.js';
import type { SeenRequest } from '../../helpers/fault-proxy.js';
import { deployment } from '../../helpers/workloads.js';
import type { KilledSyncJob } from './killed-sync.js';

/** Walks at the same time: most of their time they wait for a dead holder's lease to end. */
const ABREAST = 6;
/** The API server answers within this. */
const ACTING_MS = 250;
const ROOT = join(import.meta.dirname, '../../..');

let folder: string;
let script: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gitops-crash-'));
  script = join(folder, 'killed-sync.mjs');
  await build({
    entryPoints: [join(ROOT, 'test/workflow/crash/killed-sync.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@kubernetes/client-node', '@aws-sdk/*', '@smithy/*', '@aws-crypto/*'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    nodePaths: [join(ROOT, 'node_modules')],
    logLevel: 'silent',
  });
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await closeClients();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const HOOK = 'argocd.argoproj.io/hook';
const POLICY = 'argocd.argoproj.io/hook-delete-policy';

/**
 * A hook that is made again each time, one that goes after success, and one whose every run has its own name.
 */
const HOOKS = [
  configMap('before', {}, { annotations: { [HOOK]: 'PreSync' } }),
  configMap('after', {}, { annotations: { [HOOK]: 'PostSync', [POLICY]: 'HookSucceeded' } }),
  { ...configMap(''), metadata: { generateName: 'note-', annotations: { [HOOK]: 'Sync' } } } as unknown as KubeObject,
];

/** Cannot be changed, only made again. */
function fixed(version: string): KubeObject {
  return {
    ...configMap('fixed', { v: version }, { annotations: { 'argocd.argoproj.io/sync-options': 'Force=true' } }),
    immutable: true,
  } as KubeObject;
}

/** Another tool's, with a field that goes: adopting it writes its managedFields first, then applies. */
const STRANGER = configMap('taken', { v: '1', old: 'x' });
const ADOPTED = configMap('taken', { v: '2' }, { annotations: { 'cdk8s-gitops.io/adopt': 'true' } });

/**
 * The first revision is there; the second, which runs hooks, adopts, updates, creates, makes anew and
 * deletes, is killed; the third wants other objects again.
 */
const FIRST = [...HOOKS, fixed('1'), configMap('kept'), configMap('changed', { v: '1' }), configMap('dropped')];
const second = (namespace: string): KubeObject[] => [
  ...HOOKS,
  ADOPTED,
  fixed('2'),
  configMap('kept'),
  configMap('changed', { v: '2' }),
  configMap('added'),
  deployment(namespace, 'web'),
];
const THIRD = [
  ...HOOKS,
  { ...ADOPTED, data: { v: '3' } },
  fixed('3'),
  configMap('kept'),
  configMap('changed', { v: '3' }),
];

test('after kill -9 at any request of a sync the next one converges and deletes what the first left', async () => {
  const client = await testClient();
  const requests = await requestsOfSync(client);
  expect(requests.length).toBeGreaterThan(30);
  // After a read nothing is otherwise than before the next request.
  const walks = requests.flatMap(({ number, method }) =>
    (method === 'GET' ? (['before'] as const) : (['before', 'after'] as const)).map((kind) => ({ number, kind })),
  );
  const failures: string[] = [];

  await Promise.all(
    Array.from({ length: ABREAST }, async () => {
      for (let walk = walks.shift(); walk; walk = walks.shift()) {
        const found = await killAndRecover(client, walk.number, walk.kind);
        if (found) failures.push(`killed ${walk.kind} request ${walk.number}: ${found}`);
      }
    }),
  );

  expect(failures).toEqual([]);
});

async function requestsOfSync(client: KubeClient): Promise<readonly SeenRequest[]> {
  const { engine, namespace } = await prepare(client);
  const { proxy } = await faultyClient();
  const { output } = await run({
    server: proxy.server,
    inventoryNamespace: engine.inventoryNamespace,
    namespace,
    objects: second(namespace),
    leaseDurationMs: 30_000,
  });
  expect(output).toBe('synced');
  return proxy.requests;
}

/**
 * Kills the process when its request arrives: before the API server sees it, or after the API server acted.
 */
async function killAndRecover(
  client: KubeClient,
  number: number,
  kind: 'before' | 'after',
): Promise<string | undefined> {
  const { engine, namespace } = await prepare(client);
  const { proxy } = await faultyClient();
  const { child, ended } = start({
    server: proxy.server,
    inventoryNamespace: engine.inventoryNamespace,
    namespace,
    objects: second(namespace),
    leaseDurationMs: 1_000,
  });
  proxy.decide = (request) => {
    if (request.number < number) return undefined;
    const acts = request.number === number && kind === 'after';
    // What comes after it hangs, so that the API server has time to act and the process has none to go on.
    if (request.number === number) setTimeout(() => child.kill('SIGKILL'), acts ? ACTING_MS : 0);
    return acts ? undefined : { kind: 'hang' };
  };
  await ended;

  const { result, problems } = await engine.sync([argoApplication(namespace, THIRD)], {
    commit: 'third',
    lockTimeoutMs: 20_000,
  });

  if (problems.length > 0) return `problems ${problems.join()}`;
  if (result.outcome !== 'synced') return `${result.outcome}: ${result.message}`;
  const names = await liveNames(client, namespace);
  const objects = names.filter((name) => !name.startsWith('note-')).join();
  if (objects !== 'before=,changed=3,fixed=3,kept=,taken=3') return `left ${names.join()}`;
  const taken = await read(client, `/api/v1/namespaces/${namespace}/configmaps/taken`);
  if (Object.keys((taken?.['data'] ?? {}) as object).join() !== 'v')
    return 'what the adopted object had is still there';
  const inventory = await engine.inventory(namespace);
  if (inventory?.operation) return 'the operation is still open';
  const owned =
    inventory?.entries.map((entry) => {
      const known = entry.live && entry.manifest ? '' : '?';
      return `${entry.name}${entry.hook ? ' is a hook' : known}`;
    }) ?? [];
  // What lives is known, and what is known lives: nothing is orphaned.
  const known = names
    .map((name) => name.replace(/=.*/, ''))
    .map((name) => (/^(before|note-)/.test(name) ? `${name} is a hook` : name));
  return owned.join() === known.join() ? undefined : `inventory ${owned.join()} for ${known.join()}`;
}

async function prepare(client: KubeClient): Promise<{ engine: Engine; namespace: string }> {
  const namespace = await testNamespace('crash');
  const engine = new Engine(client, namespace);
  await meddle(
    client,
    `/api/v1/namespaces/${namespace}/configmaps/taken`,
    STRANGER,
    'kubectl',
    'application/apply-patch+yaml',
  );
  expect((await engine.sync([argoApplication(namespace, FIRST)], { commit: 'first' })).result.outcome).toBe('synced');
  return { engine, namespace };
}

async function liveNames(client: KubeClient, namespace: string): Promise<readonly string[]> {
  const list = async (path: string) =>
    (
      await client.request<{ items: KubeObject[] }>({
        method: 'GET',
        path,
        query: { labelSelector: 'applyset.kubernetes.io/part-of' },
      })
    ).body.items;
  const maps = await list(`/api/v1/namespaces/${namespace}/configmaps`);
  const deployments = await list(`/apis/apps/v1/namespaces/${namespace}/deployments`);
  return [
    ...maps.map(
      ({ metadata, data }) => `${metadata.name}=${(data as Record<string, string> | undefined)?.['v'] ?? ''}`,
    ),
    ...deployments.map(({ metadata }) => metadata.name),
  ].sort();
}

function start(job: KilledSyncJob): { child: ChildProcess; ended: Promise<unknown>; output: () => string } {
  const child = spawn(process.execPath, [script, JSON.stringify(job)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = once(child, 'close').then(() => children.delete(child));
  return { child, ended, output: () => text };
}

async function run(job: KilledSyncJob): Promise<{ output: string }> {
  const { ended, output } = start(job);
  await ended;
  return { output: output() };
}
