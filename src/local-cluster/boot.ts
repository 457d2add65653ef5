import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../errors.js';
import { isAlive } from '../host/process-identity.js';
import { writeFileAtomically } from '../host/write-file-atomically.js';
import { type AdminApi, adminApi } from './admin-api.js';
import { bootstrapObjects } from './bootstrap-objects.js';
import { clusterDirectory } from './cluster-directory.js';
import { type ControlPlanePorts, controlPlaneCommands } from './control-plane-commands.js';
import { createMissing } from './create-missing.js';
import type { LocalClusterListener } from './events.js';
import { freePorts } from './free-ports.js';
import { ADMIN, DEPLOYER, keyStore } from './key-store.js';
import { kubeconfig } from './kubeconfig.js';
import { type ProcessCommand, processTable } from './process-table.js';
import type { Binaries } from './provision/binaries.js';
import { controlPlaneSources } from './provision/control-plane-sources.js';
import { until } from './until.js';

export interface BootOptions {
  readonly name: string;
  readonly directory: string;
  readonly nodes: number;
  readonly binaries: Binaries;
  readonly timeoutMs: number;
  readonly onEvent?: LocalClusterListener;
  readonly signal?: AbortSignal;
}

/** What the steps of one start share. */
interface Boot extends BootOptions {
  readonly started: number;
  readonly server: string;
  readonly api: AdminApi;
}

/**
 * Starts the five processes on the cluster's data, old or new, and waits until pods can run. Whatever was
 * started is stopped again when that fails.
 *
 * @throws GitopsError LOCAL_START_FAILED with the last lines of the process to blame; INTERRUPTED.
 */
export async function boot(options: BootOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await bootOnce(options);
    } catch (error) {
      await processTable.stop(options.directory);
      if (!lostItsPort(error) || attempt === 3) throw error;
      options.onEvent?.({ kind: 'note', message: 'A port was taken in between; trying other ports' });
    }
  }
}

async function bootOnce(options: BootOptions): Promise<void> {
  const { name, directory, binaries } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  keyStore.ensure(directory, new Date());
  const ports = await choosePorts(directory);
  const server = `https://127.0.0.1:${ports.api}`;
  const admin = keyStore.read(directory, ADMIN.name);
  const authority = keyStore.read(directory, 'ca').certificate;
  writeKubeconfigs(name, directory, server, authority);
  const adminKubeconfig = clusterDirectory.kubeconfig(directory);
  clusterDirectory.write(directory, { name, server, ports, kubectl: binaries.kubectl, version: '' });
  const stages = join(controlPlaneSources(), 'kwok', 'stages.yaml');
  const commands = controlPlaneCommands({ directory, ports, binaries, kubeconfig: adminKubeconfig, stages });
  const api = adminApi(server, authority, admin);
  const run: Boot = { ...options, started: Date.now(), server, api };
  try {
    start(run, commands.etcd);
    start(run, commands.apiServer); // retries until etcd answers
    // The controller-manager gives the API server ten seconds to be healthy and ends: on a busy machine its
    // roles take longer.
    await answers(run, '/readyz');
    ready(run, 'api');
    start(run, commands.controllerManager);
    start(run, commands.scheduler);
    start(run, commands.kwok);
    await createMissing(api, bootstrapObjects(options.nodes));
    await answers(run, '/api/v1/namespaces/default/serviceaccounts/default');
    ready(run, 'controllers');
    await wait(run, 'nodes to be ready', () => nodesAreReady(api));
    ready(run, 'nodes');
    // the API's own format
    const version = (await api.request('GET', '/version')).body as { readonly gitVersion: string };
    clusterDirectory.write(directory, { name, server, ports, kubectl: binaries.kubectl, version: version.gitVersion });
  } finally {
    api.close();
  }
}

/**
 * A cluster that was up before keeps its ports where they are still free, so that copies of its kubeconfig
 * stay valid.
 */
async function choosePorts(directory: string): Promise<ControlPlanePorts> {
  const before = clusterDirectory.read(directory)?.ports;
  const wanted = before
    ? [before.api, before.etcd, before.etcdPeer, before.controllerManager, before.scheduler, before.kwok]
    : [];
  const [api = 0, etcd = 0, etcdPeer = 0, controllerManager = 0, scheduler = 0, kwok = 0] = await freePorts(6, wanted);
  return { api, etcd, etcdPeer, controllerManager, scheduler, kwok };
}

function writeKubeconfigs(name: string, directory: string, server: string, authority: string): void {
  const text = (user: string) =>
    kubeconfig({ context: `gitops-${name}`, server, authority, user, keys: keyStore.read(directory, user) });
  writeFileAtomically(clusterDirectory.kubeconfig(directory), text(ADMIN.name), 0o600);
  writeFileAtomically(clusterDirectory.userKubeconfig(directory, DEPLOYER.name), text(DEPLOYER.name), 0o600);
}

function start({ name, directory, onEvent }: Boot, command: ProcessCommand): void {
  const { pid } = processTable.start(directory, command);
  onEvent?.({ kind: 'process-started', cluster: name, process: command.name, pid });
}

function ready({ name, started, onEvent }: Boot, part: 'api' | 'controllers' | 'nodes'): void {
  onEvent?.({ kind: 'ready', cluster: name, part, seconds: (Date.now() - started) / 1000 });
}

function answers(run: Boot, path: string): Promise<void> {
  return wait(run, `'${path}' to answer`, async () => (await run.api.request('GET', path)).status === 200);
}

function wait(run: Boot, what: string, answer: () => Promise<boolean>): Promise<void> {
  const { directory, started, timeoutMs, signal } = run;
  return until(answer, {
    deadline: started + timeoutMs,
    check: () => {
      if (signal?.aborted) throw new GitopsError('INTERRUPTED', 'Interrupted while starting the local cluster');
      for (const [process, identity] of Object.entries(processTable.read(directory))) {
        if (!isAlive(identity)) throw startFailure(directory, process, `'${process}' ended`);
      }
    },
    onTimeout: () => startFailure(directory, 'kube-apiserver', `Waited ${timeoutMs / 1000} s in vain for ${what}`),
  });
}

function startFailure(directory: string, process: string, what: string): GitopsError {
  const lines = processTable.lastLines(directory, process, 8);
  return new GitopsError('LOCAL_START_FAILED', `${what}; its last lines: ${lines.join(' | ') || 'none'}`, {
    hint: `Read '${join(directory, 'logs', `${process}.log`)}'; \`gitops local down\` and \`up\` start afresh.`,
    data: { process, lines },
  });
}

function lostItsPort(error: unknown): boolean {
  return (
    GitopsError.is(error) &&
    error.code === 'LOCAL_START_FAILED' &&
    /address already in use|failed to listen/.test(error.message)
  );
}

interface NodeList {
  readonly items: readonly {
    readonly spec: { readonly taints?: readonly unknown[] };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

async function nodesAreReady(api: AdminApi): Promise<boolean> {
  const { items } = (await api.request('GET', '/api/v1/nodes')).body as NodeList; // the API's own format
  return items.every(
    ({ spec, status }) =>
      !spec.taints?.length && status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
}
