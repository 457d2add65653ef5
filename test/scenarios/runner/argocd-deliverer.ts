import { DELETION_APPROVED } from '../../../src/argocd/sync/sync-options.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import type { Deliverer, SyncAnswer, VerdictAnswer } from './deliverer.js';
import { lookUntil } from './look-until.js';
import type { References } from './references.js';
import type { Scenario } from './scenario.js';
import { scenarioRepository } from './scenario-repository.js';

const ROOT = '/apis/argoproj.io/v1alpha1/namespaces/argocd';
/** An operation that waits for something that never comes is ended: 25 seconds on an idle machine. */
const OPERATION_LOOKS = 250;
/** Five minutes on an idle machine. */
const REFRESH_LOOKS = 3000;
/**
 * Argo CD writes what it patched into its cache, also over something newer that came in between: then it does
 * not know of a refresh or an operation until the Application changes again. So it is changed.
 */
const NUDGE_EVERY_LOOKS = 50;
const NUDGED = 'test.cdk8s-gitops.io/nudged';
const ANSWER_MS = 120_000;
const REFRESH = 'argocd.argoproj.io/refresh';

/** What is read of Argo CD's Application. */
interface LiveApplication extends KubeObject {
  readonly operation?: unknown;
  readonly status?: {
    readonly sync?: { readonly status: string };
    readonly health?: { readonly status: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly resources?: readonly Resource[];
    readonly reconciledAt?: string;
    readonly operationState?: {
      readonly startedAt?: string;
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
    (name === undefined && root
      ? root
      : applications.get(name ?? [...applications.keys()][0] ?? '')) as unknown as KubeObject;
  const applicationPath = (application?: string) => `${ROOT}/applications/${objectOf(application).metadata.name}`;
  const live = async (application?: string) =>
    (await client.request<LiveApplication>({ method: 'GET', path: applicationPath(application) })).body;
  const ask = async (application: string | undefined, method: string, suffix: string, body?: unknown) => {
    const response = await fetch(`${argocd}/api/v1/applications/${objectOf(application).metadata.name}${suffix}`, {
      method,
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ok: response.ok, body: (await response.json()) as { readonly message?: string } };
  };
  const merge = (path: string, body: unknown) =>
    client.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body });
  const nudge = (application: string | undefined, times: number, more: Readonly<Record<string, string>> = {}) =>
    merge(applicationPath(application), { metadata: { annotations: { [NUDGED]: `${Date.now()}-${times}`, ...more } } });
  /** As the annotation asks for it; argocd-server's own `?refresh` now and then never answers. */
  const refresh = async (application: string | undefined, how: 'hard' | 'normal'): Promise<void> => {
    const since = wholeSeconds(Date.now());
    await merge(applicationPath(application), { metadata: { annotations: { [REFRESH]: how } } });
    const { isDone, seen } = await lookUntil(() => live(application), {
      isDone: ({ metadata, status }) => metadata.annotations?.[REFRESH] === undefined && isComparedSince(since, status),
      looks: REFRESH_LOOKS,
      nudge: { every: NUDGE_EVERY_LOOKS, do: (_, times) => nudge(application, times, { [REFRESH]: how }) },
    });
    if (isDone) return;
    const { reconciledAt = 'never' } = seen.status ?? {};
    throw new Error(
      `Argo CD does not refresh '${objectOf(application).metadata.name}', looked at ${REFRESH_LOOKS} times; it did so at: ${reconciledAt}`,
    );
  };
  let isInstalled = false;
  const install = async (): Promise<void> => {
    if (isInstalled) return;
    isInstalled = true;
    if (project) await client.request({ method: 'POST', path: `${ROOT}/appprojects`, body: project });
    for (const body of root ? [root] : applications.values())
      await client.request({ method: 'POST', path: `${ROOT}/applications`, body });
  };

  return {
    async commit(folder) {
      commit(folder);
      await install();
    },

    async sync({ application, prune = true }): Promise<SyncAnswer> {
      await refresh(application, 'hard');
      const { syncPolicy } = objectOf(application)['spec'] as { readonly syncPolicy?: { readonly retry?: unknown } };
      const since = wholeSeconds(Date.now());
      const started = await ask(application, 'POST', '/sync', {
        prune,
        ...(syncPolicy?.retry ? { retryStrategy: syncPolicy.retry } : {}),
      });
      if (!started.ok) return { outcome: 'refused', message: started.body.message ?? '', codes: [] };
      const state = await finished(since, {
        live: () => live(application),
        end: () => ask(application, 'DELETE', '/operation'),
        nudge: (times) => nudge(application, times),
      });
      return {
        outcome: state?.phase === 'Succeeded' ? 'succeeded' : 'failed',
        message: withoutPaths(state?.message ?? ''),
        codes: [],
        said: (state?.syncResult?.resources ?? []).map((resource) => describe(resource, references)),
      };
    },

    async remove({ application, confirm = false }): Promise<SyncAnswer> {
      const started = await ask(application, 'DELETE', '?cascade=true');
      if (confirm)
        await merge(applicationPath(application), {
          metadata: { annotations: { [DELETION_APPROVED]: new Date().toISOString() } },
        });
      if (!started.ok) return { outcome: 'refused', message: started.body.message ?? '', codes: [] };
      const { isDone, seen } = await lookUntil(() => live(application).catch(() => undefined), {
        isDone: (now) => now === undefined,
        progressOf: (now) => JSON.stringify(now?.status),
        looks: OPERATION_LOOKS,
        nudge: { every: NUDGE_EVERY_LOOKS, do: (_, times) => nudge(application, times).catch(() => undefined) },
      });
      if (isDone) return { outcome: 'succeeded', message: '', codes: [] };
      return {
        outcome: 'failed',
        message: (seen?.status?.conditions ?? []).map(({ message }) => message).join('\n'),
        codes: [],
      };
    },

    async verdicts(application): Promise<VerdictAnswer> {
      await refresh(application, 'normal');
      const { status = {} } = await live(application);
      const resources = (status.resources ?? []).filter(
        (resource) => resource.hook !== true && resource.status !== undefined,
      );
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
        await client.request({
          method: 'DELETE',
          path: `${ROOT}/appprojects/${(project as unknown as KubeObject).metadata.name}`,
        });
      repository.remove();
    },
  };
}

type OperationState = NonNullable<NonNullable<LiveApplication['status']>['operationState']>;

/** Argo CD's times have no parts of a second. */
function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

/** What it refuses to compare it has conditions for, and no new time. */
function isComparedSince(
  since: number,
  { reconciledAt = '', conditions = [] }: LiveApplication['status'] = {},
): boolean {
  return (
    Date.parse(reconciledAt) >= since ||
    conditions.some(({ type }) => type === 'InvalidSpecError' || type === 'UnknownError')
  );
}

interface Operation {
  readonly live: () => Promise<LiveApplication>;
  readonly end: () => Promise<unknown>;
  readonly nudge: (times: number) => Promise<unknown>;
}

/** The state of the operation that was asked for, once it ended; it is ended when nothing goes on. */
async function finished(since: number, { live, end, nudge }: Operation): Promise<OperationState | undefined> {
  const isStarted = ({ status }: LiveApplication) => Date.parse(status?.operationState?.startedAt ?? '') >= since;
  const options = {
    isDone: ({ operation, status }: LiveApplication) =>
      operation === undefined && status?.operationState?.finishedAt !== undefined,
    progressOf: ({ status }: LiveApplication) => JSON.stringify(status?.operationState),
    looks: OPERATION_LOOKS,
    // What it knows of is left alone.
    nudge: {
      every: NUDGE_EVERY_LOOKS,
      do: async (seen: LiveApplication, times: number) => void (isStarted(seen) || (await nudge(times))),
    },
  };
  const first = await lookUntil(live, options);
  if (first.isDone) return first.seen.status?.operationState;
  await end();
  const second = await lookUntil(live, options);
  if (!second.isDone) throw new Error('the operation does not even end when it is ended');
  return second.seen.status?.operationState;
}

function referenceOf(
  { kind, name, namespace }: Pick<Resource, 'kind' | 'name' | 'namespace'>,
  references: References,
): string {
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
