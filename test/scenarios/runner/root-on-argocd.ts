import { execFileSync } from 'node:child_process';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { listAll } from '../../../src/cluster/transport/list.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { lookUntil } from './look-until.js';

const ROOT = '/apis/argoproj.io/v1alpha1/namespaces/argocd';
const SETTINGS = '/api/v1/namespaces/argocd/configmaps/argocd-cm';
const HEALTH_RULE = 'resource.customizations.health.argoproj.io_Application';
const REFRESH = 'argocd.argoproj.io/refresh';
/** Two minutes on an idle machine, longer than Argo CD waits between its attempts. */
const LOOKS = 1200;
const NUDGE_EVERY_LOOKS = 50;
/** A person asks for manual ones, again when nothing came of it. */
const SYNC_EVERY_LOOKS = 20;

/** What is read of Argo CD's Application. */
export interface LiveApplication extends KubeObject {
  readonly operation?: unknown;
  readonly spec: {
    readonly destination: { readonly name?: string; readonly namespace: string };
    readonly syncPolicy?: { readonly automated?: unknown };
  };
  readonly status?: {
    readonly sync?: { readonly status: string };
    readonly health?: { readonly status: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly operationState?: { readonly phase: string; readonly message?: string };
  };
}

export interface RootOptions {
  readonly client: KubeClient;
  /** URL of argocd-server. */
  readonly argocd: string;
  readonly kubectl: string;
  readonly kubeconfig: string;
}

/** Whether the kind Application has the health rule that Argo CD's manual gives, which the rig sets. */
export async function withHealthRule<T>(client: KubeClient, wanted: boolean, work: () => Promise<T>): Promise<T> {
  if (wanted) return work();
  const { data } = (
    await client.request<KubeObject & { data: Record<string, string> }>({ method: 'GET', path: SETTINGS })
  ).body;
  const set = (rule: string | null) =>
    client.request({
      method: 'PATCH',
      path: SETTINGS,
      contentType: 'application/merge-patch+json',
      body: { data: { [HEALTH_RULE]: rule } },
    });
  await set(null);
  try {
    return await work();
  } finally {
    await set(data[HEALTH_RULE] ?? null);
  }
}

/** `kubectl apply` of a file, as a person begins. */
export function applyRoot({ kubectl, kubeconfig }: RootOptions, manifest: string): void {
  execFileSync(kubectl, ['--kubeconfig', kubeconfig, 'apply', '-f', '-'], {
    input: manifest,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

/**
 * Waits until every Application is Synced and Healthy and nothing is said against it; syncs manual ones. What
 * is wrong when nothing goes on any more.
 */
export async function comesUp(options: RootOptions, names: readonly string[]): Promise<string | undefined> {
  let looks = 0;
  const look = async () => {
    const all = await readApplications(options.client);
    if (looks++ % SYNC_EVERY_LOOKS === 0)
      await Promise.all(all.filter(isForAPerson).map(({ metadata }) => sync(options, metadata.name)));
    return all;
  };
  const isUp = (all: readonly LiveApplication[]) =>
    names.every((name) => all.some((one) => one.metadata.name === name && isGood(one)));
  const nudge = {
    every: NUDGE_EVERY_LOOKS,
    do: (all: readonly LiveApplication[], times: number) => refreshAll(options.client, all, times),
  };
  const first = await lookUntil(look, { isDone: isUp, progressOf: summary, looks: LOOKS, nudge });
  if (!first.isDone) return `nothing goes on any more:\n${summary(first.seen)}`;
  // Compared once more: nothing comes and goes.
  await refreshAll(options.client, first.seen, 0);
  const isRefreshed = (all: readonly LiveApplication[]) =>
    all.every(({ metadata }) => metadata.annotations?.[REFRESH] === undefined);
  const second = await lookUntil(look, {
    isDone: (all) => isRefreshed(all) && isUp(all),
    progressOf: summary,
    looks: LOOKS,
    nudge,
  });
  return second.isDone ? undefined : `it does not stay as it is:\n${summary(second.seen)}`;
}

/**
 * Waits until Argo CD stands still because it waits for Applications whose project comes later. What it does
 * instead, otherwise.
 */
export async function standsStill({ client }: RootOptions, root: string): Promise<string | undefined> {
  const isStanding = (all: readonly LiveApplication[]) => {
    const { phase, message = '' } = all.find(({ metadata }) => metadata.name === root)?.status?.operationState ?? {};
    const isWaiting =
      phase === 'Running' && message.startsWith('waiting for healthy state of argoproj.io/Application/');
    return (
      isWaiting &&
      all.some(
        ({ status }) =>
          status?.conditions?.some(({ message: said }) => /project \S+ which does not exist/.test(said)) ?? false,
      )
    );
  };
  const look = () => readApplications(client);
  const first = await lookUntil(look, { isDone: isStanding, progressOf: summary, looks: LOOKS });
  if (!first.isDone) return `it does not wait for ever:\n${summary(first.seen)}`;
  const second = await lookUntil(look, { isDone: (all) => !isStanding(all), looks: NUDGE_EVERY_LOOKS });
  return second.isDone ? `it goes on after all:\n${summary(second.seen)}` : undefined;
}

/** Removes all Applications, with what they brought where they got that far. */
export async function removeApplications({ client }: RootOptions, root: string): Promise<void> {
  const path = (name: string) => `${ROOT}/applications/${name}`;
  const remove = (name: string) => client.request({ method: 'DELETE', path: path(name) }).catch(() => undefined);
  await remove(root);
  await lookUntil(() => readApplications(client), {
    isDone: (all) => all.every(({ metadata }) => metadata.name !== root),
    looks: LOOKS,
  });
  for (const one of await readApplications(client)) {
    const isSynced = one.status?.operationState !== undefined;
    const finalizers = isSynced ? ['resources-finalizer.argocd.argoproj.io'] : null;
    await merge(client, path(one.metadata.name), { metadata: { finalizers } });
    await remove(one.metadata.name);
  }
  const nudge = {
    every: NUDGE_EVERY_LOOKS,
    do: (all: readonly LiveApplication[], times: number) => refreshAll(client, all, times),
  };
  const { isDone, seen } = await lookUntil(() => readApplications(client), {
    isDone: (all) => all.length === 0,
    progressOf: summary,
    looks: LOOKS,
    nudge,
  });
  if (!isDone) throw new Error(`not removed:\n${summary(seen)}`);
}

/** All Applications but those of scenarios. */
export async function readApplications(client: KubeClient): Promise<readonly LiveApplication[]> {
  const { items } = await listAll(client, `${ROOT}/applications`);
  return (items as readonly LiveApplication[]).filter(({ metadata }) => !metadata.name.startsWith('scenario-'));
}

function isGood({ operation, status }: LiveApplication): boolean {
  const { sync, health, conditions = [], operationState } = status ?? {};
  const isDone = operation === undefined && operationState?.phase === 'Succeeded';
  return isDone && sync?.status === 'Synced' && health?.status === 'Healthy' && conditions.length === 0;
}

function isForAPerson({ spec, operation, status }: LiveApplication): boolean {
  return spec.syncPolicy?.automated === undefined && operation === undefined && status?.sync?.status === 'OutOfSync';
}

async function sync({ argocd }: RootOptions, name: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${argocd}/api/v1/applications/${name}/sync`, {
    method: 'POST',
    headers,
    body: '{}',
    signal: AbortSignal.timeout(120_000),
  });
}

/** Has Argo CD compare these Applications again; `times` makes each request a change. */
export async function refreshAll(client: KubeClient, all: readonly LiveApplication[], times: number): Promise<void> {
  const annotations = { [REFRESH]: 'normal', 'test.cdk8s-gitops.io/nudged': `${Date.now()}-${times}` };
  for (const { metadata } of all)
    await merge(client, `${ROOT}/applications/${metadata.name}`, { metadata: { annotations } });
}

/** Somebody may have removed it. */
async function merge(client: KubeClient, path: string, body: unknown): Promise<void> {
  try {
    await client.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body });
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_NOT_FOUND') throw error;
  }
}

function summary(all: readonly LiveApplication[]): string {
  const lines = all.map(({ metadata, status }) => {
    const { sync, health, conditions = [], operationState } = status ?? {};
    const said = [operationState?.message, ...conditions.map(({ type, message }) => `${type}: ${message}`)].filter(
      (text) => text !== undefined,
    );
    return `  ${metadata.name}: ${sync?.status ?? '-'}, ${health?.status ?? '-'}, ${operationState?.phase ?? 'no operation'} ${said.join('; ')}`;
  });
  return lines.sort().join('\n');
}
