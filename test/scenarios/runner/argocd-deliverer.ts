import { setTimeout as sleep } from 'node:timers/promises';
import { DELETION_APPROVED } from '../../../src/argocd/sync-options.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import type { Deliverer, SyncAnswer, VerdictAnswer } from './deliverer.js';
import type { References } from './references.js';
import type { Scenario } from './scenario.js';
import { scenarioRepository } from './scenario-repository.js';

const ROOT = '/apis/argoproj.io/v1alpha1/namespaces/argocd';
const EVERY_MS = 100;
/** An operation that waits for something that never comes is ended. */
const OPERATION_MS = 25_000;
const ANSWER_MS = 20_000;
const REFRESH = 'argocd.argoproj.io/refresh';

/** What is read of Argo CD's Application. */
interface LiveApplication extends KubeObject {
  readonly operation?: unknown;
  readonly status?: {
    readonly sync?: { readonly status: string };
    readonly health?: { readonly status: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly resources?: readonly Resource[];
    readonly operationState?: {
      readonly phase: string;
      readonly message?: string;
      readonly finishedAt?: string;
      readonly syncResult?: { readonly resources?: readonly Readonly<Record<string, string>>[] };
    };
  };
}

interface Resource {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly status?: string;
  readonly hook?: boolean;
  readonly health?: { readonly status?: string };
}

export interface ArgocdDelivererOptions {
  readonly client: KubeClient;
  readonly references: References;
  /** URL of argocd-server. */
  readonly argocd: string;
}

/** Delivers with a real Argo CD: its Application resources, and the requests of its own command line. */
export function argocdDeliverer(scenario: Scenario, { client, references, argocd }: ArgocdDelivererOptions): Deliverer {
  const { repository, applications, root, project, commit } = scenarioRepository(scenario);
  const objectOf = (name?: string) =>
    (name === undefined && root ? root : applications.get(name ?? [...applications.keys()][0] ?? '')) as unknown as KubeObject;
  const applicationPath = (application?: string) => `${ROOT}/applications/${objectOf(application).metadata.name}`;
  const live = async (application?: string) => (await client.request<LiveApplication>({ method: 'GET', path: applicationPath(application) })).body;
  const ask = async (application: string | undefined, method: string, suffix: string, body?: unknown) => {
    const response = await fetch(`${argocd}/api/v1/applications/${objectOf(application).metadata.name}${suffix}`, {
      method,
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ok: response.ok, body: (await response.json()) as { readonly message?: string } };
  };
  const merge = (path: string, body: unknown) => client.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body });
  /** As the annotation asks for it; argocd-server's own `?refresh` now and then never answers. */
  const refresh = async (application: string | undefined, how: 'hard' | 'normal'): Promise<void> => {
    await merge(applicationPath(application), { metadata: { annotations: { [REFRESH]: how } } });
    const deadline = Date.now() + OPERATION_MS;
    while ((await live(application)).metadata.annotations?.[REFRESH] !== undefined) {
      if (Date.now() > deadline) throw new Error(`Argo CD does not refresh '${objectOf(application).metadata.name}'`);
      await sleep(EVERY_MS);
    }
  };
  let isInstalled = false;
  const install = async (): Promise<void> => {
    if (isInstalled) return;
    isInstalled = true;
    if (project) await client.request({ method: 'POST', path: `${ROOT}/appprojects`, body: project });
    for (const body of root ? [root] : applications.values()) await client.request({ method: 'POST', path: `${ROOT}/applications`, body });
  };

  return {
    async commit(folder) {
      commit(folder);
      await install();
    },

    async sync({ application, prune = true }): Promise<SyncAnswer> {
      await refresh(application, 'hard');
      const { syncPolicy } = objectOf(application)['spec'] as { readonly syncPolicy?: { readonly retry?: unknown } };
      const started = await ask(application, 'POST', '/sync', { prune, ...(syncPolicy?.retry ? { retryStrategy: syncPolicy.retry } : {}) });
      if (!started.ok) return { outcome: 'refused', message: started.body.message ?? '', codes: [] };
      const state = await finished(
        () => live(application),
        async () => void (await ask(application, 'DELETE', '/operation')),
      );
      return {
        outcome: state?.phase === 'Succeeded' ? 'succeeded' : 'failed',
        message: withoutPaths(state?.message ?? ''),
        codes: [],
        said: (state?.syncResult?.resources ?? []).map((resource) => describe(resource, references)),
      };
    },

    async remove({ application, confirm = false }): Promise<SyncAnswer> {
      const started = await ask(application, 'DELETE', '?cascade=true');
      if (confirm) await merge(applicationPath(application), { metadata: { annotations: { [DELETION_APPROVED]: new Date().toISOString() } } });
      if (!started.ok) return { outcome: 'refused', message: started.body.message ?? '', codes: [] };
      const deadline = Date.now() + OPERATION_MS;
      let last: LiveApplication | undefined;
      for (;;) {
        const now = await live(application).catch(() => undefined);
        if (now === undefined) return { outcome: 'succeeded', message: '', codes: [] };
        last = now;
        if (Date.now() > deadline)
          return { outcome: 'failed', message: (last.status?.conditions ?? []).map(({ message }) => message).join('\n'), codes: [] };
        await sleep(EVERY_MS);
      }
    },

    async verdicts(application): Promise<VerdictAnswer> {
      await refresh(application, 'normal');
      const { status = {} } = await live(application);
      const resources = (status.resources ?? []).filter((resource) => resource.hook !== true && resource.status !== undefined);
      const by = (value: (resource: Resource) => string) =>
        Object.fromEntries(resources.map((resource) => [referenceOf(resource, references), value(resource)]).sort());
      return {
        health: { application: status.health?.status ?? '', ...by(({ health }) => health?.status ?? '') },
        sync: { application: status.sync?.status ?? '', ...by((resource) => resource.status ?? '') },
      };
    },

    async close() {
      for (const name of isInstalled ? [...(root ? [undefined] : []), ...applications.keys()] : []) {
        // A deletion that never ends must not keep the name.
        await merge(applicationPath(name), { metadata: { finalizers: null } }).catch(() => undefined);
        await client.request({ method: 'DELETE', path: applicationPath(name) }).catch(() => undefined);
      }
      if (project && isInstalled)
        await client.request({ method: 'DELETE', path: `${ROOT}/appprojects/${(project as unknown as KubeObject).metadata.name}` });
      repository.remove();
    },
  };
}

type OperationState = NonNullable<NonNullable<LiveApplication['status']>['operationState']>;

/** The state of the operation that was asked for, once it ended; it is ended when it takes too long. */
async function finished(live: () => Promise<LiveApplication>, end: () => Promise<void>): Promise<OperationState | undefined> {
  const deadline = Date.now() + OPERATION_MS;
  let isEnded = false;
  for (;;) {
    const { operation, status } = await live();
    if (operation === undefined && status?.operationState?.finishedAt !== undefined) return status.operationState;
    if (Date.now() > deadline + OPERATION_MS) throw new Error('the operation does not even end when it is ended');
    if (Date.now() > deadline && !isEnded) {
      isEnded = true;
      await end();
    }
    await sleep(EVERY_MS);
  }
}

function referenceOf({ kind, name, namespace }: Pick<Resource, 'kind' | 'name' | 'namespace'>, references: References): string {
  return references.of({ kind, metadata: { name, ...(namespace ? { namespace } : {}) } });
}

/** In one line, such as `PreSync Job/migrate: Synced, Succeeded`; the message where it tells why. */
function describe(resource: Readonly<Record<string, string>>, references: References): string {
  const { kind = '', name = '', namespace = '', status, message, hookPhase, syncPhase } = resource;
  const isPlain = status === 'Synced' && hookPhase !== 'Failed' && hookPhase !== 'Error';
  const told = [status, hookPhase].filter((part) => part !== undefined && part !== '').join(', ');
  return `${syncPhase ?? ''} ${referenceOf({ kind, name, namespace }, references)}: ${told}${isPlain || !message ? '' : ` (${withoutPaths(message)})`}`.trim();
}

/** Argo CD names temporary files. */
function withoutPaths(message: string): string {
  return message.replace(/\/(dev\/shm|tmp)\/\S+?(?=")/g, 'a file');
}
