import { randomBytes } from 'node:crypto';
import type { ArgoApplication } from '../../src/argocd/application/application.js';
import { createHealth, type Health } from '../../src/cluster/health/custom.js';
import type { StoredInventory } from '../../src/cluster/inventory/inventory.js';
import { inventoryName } from '../../src/cluster/inventory/name.js';
import { readInventory } from '../../src/cluster/inventory/store.js';
import type { ConflictPolicy } from '../../src/cluster/objects/conflicts.js';
import type { DesiredApplication } from '../../src/cluster/objects/desired.js';
import type { OwnershipPolicy } from '../../src/cluster/objects/ownership-policy.js';
import type { HookMode } from '../../src/cluster/plan/hooks-due.js';
import type { PruneOptions } from '../../src/cluster/plan/prune-guards.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import type { SyncEvent } from '../../src/workflow/api/events.js';
import type { ApplicationResult } from '../../src/workflow/api/results.js';
import { readSession } from '../../src/workflow/clusters/cluster-session.js';
import type { HoldRules } from '../../src/workflow/delivery/hold-rules.js';
import { syncCluster } from '../../src/workflow/delivery/sync-cluster.js';
import { toDesiredApplication } from '../../src/workflow/desired/desired-application.js';
import { planCluster } from '../../src/workflow/planning/plan-cluster.js';
import type { PlannedCluster } from '../../src/workflow/planning/planned-cluster.js';

export interface EngineOptions extends PruneOptions {
  readonly commit?: string;
  readonly adopt?: boolean;
  readonly conflicts?: ConflictPolicy;
  readonly ownership?: OwnershipPolicy;
  readonly pruneOrphaned?: boolean;
  readonly hooks?: HookMode;
  readonly asArgoCd?: boolean;
  /** As `sync` plans many creations; by default each is rehearsed. */
  readonly economical?: boolean;
  readonly timeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly leaseDurationMs?: number;
  readonly retryLimit?: number;
  readonly signal?: AbortSignal;
  /** Default: as without rules of the user. */
  readonly health?: Health;
  readonly logs?: boolean;
  readonly holds?: HoldRules;
  /** Instance names of Argo Applications that are in Git and not in this run. */
  readonly elsewhere?: readonly string[];
  /** Argo Applications that are in Git and not in this run, as they would be rendered. */
  readonly unselected?: readonly DesiredApplication[];
  readonly onEvent?: (event: SyncEvent) => void;
}

/** One sync, with what it did and said. */
export interface EngineRun {
  readonly results: readonly ApplicationResult[];
  /** The first result. */
  readonly result: ApplicationResult;
  readonly events: readonly SyncEvent[];
  /** Codes of the problems that stopped it before the first write; there are no results then. */
  readonly problems: readonly string[];
  readonly messages: readonly string[];
  readonly planned: PlannedCluster;
}

/**
 * Plans and syncs applications on a cluster, as `sync` does after it has read Git. Inventories go to a
 * namespace of their own.
 */
export class Engine {
  constructor(
    readonly client: KubeClient,
    readonly inventoryNamespace: string = `engine-${randomBytes(4).toString('hex')}`,
  ) {}

  async sync(applications: readonly DesiredApplication[], options: EngineOptions = {}): Promise<EngineRun> {
    const planned = await this.plan(applications, options);
    const [events, problems] = [[] as SyncEvent[], planned.problems];
    const onEvent = (event: SyncEvent): void => {
      events.push(event);
      options.onEvent?.(event);
    };
    const { adopt = false, conflicts = 'auto', pruneOrphaned = false, hooks, asArgoCd } = options;
    const health = options.health ?? createHealth();
    const results =
      problems.length > 0
        ? []
        : await syncCluster(planned, {
            plan: { adopt, conflicts, ownership: options.ownership, pruneOrphaned, hooks, asArgoCd, prune: options },
            run: {
              action: 'sync',
              revision: { commit: options.commit ?? 'c0ffee' },
              actor: 'test',
              logs: options.logs ?? false,
              healthTimeoutMs: options.timeoutMs ?? 30_000,
              lockTimeoutMs: options.lockTimeoutMs ?? 0,
              leaseDurationMs: options.leaseDurationMs ?? 5_000,
              retryLimit: options.retryLimit,
            },
            health,
            holds: options.holds ?? { forbids: async () => false, after: () => undefined },
            signal: options.signal ?? new AbortController().signal,
            onEvent,
          });
    if (!options.health) await health.close();
    // A run with problems has no result; the tests that look at it say so by their expectation.
    const result = results[0] as ApplicationResult;
    return {
      results,
      result,
      events,
      planned,
      problems: problems.map(({ problem }) => problem.code),
      messages: problems.map(({ problem }) => problem.message),
    };
  }

  async plan(applications: readonly DesiredApplication[], options: EngineOptions = {}): Promise<PlannedCluster> {
    const {
      adopt = false,
      conflicts = 'auto',
      pruneOrphaned = false,
      hooks,
      asArgoCd,
      economical,
      unselected = [],
    } = options;
    const named = applications.map(({ repository }) => repository);
    const repositories = new Set(named.length === 0 ? ['git.example.com/team/repository'] : named);
    const elsewhere = [...(options.elsewhere ?? []), ...unselected.map(({ instance }) => instance)];
    const target = {
      secret: { name: 'test', type: 'kubeconfig', labels: {} },
      applications,
      inGit: new Set([...applications.map(({ instance }) => instance), ...elsewhere].map(inventoryName)),
      ownRepositories: repositories,
      unselected: async () => ({ applications: unselected, problems: [] }),
    } as const;
    const session = await readSession(this.client, target, { inventoryNamespace: this.inventoryNamespace });
    return planCluster(session, {
      adopt,
      conflicts,
      ownership: options.ownership,
      pruneOrphaned,
      hooks,
      asArgoCd,
      economical,
      prune: options,
    });
  }

  inventory(instance: string): Promise<StoredInventory | undefined> {
    return readInventory(this.client, this.inventoryNamespace, inventoryName(instance));
  }
}

export interface ArgoOptions {
  readonly name?: string;
  readonly wave?: number;
  readonly environment?: string;
  readonly spec?: Partial<ArgoApplication['spec']>;
}

/** An Argo Application with these objects, as rendered, that delivers to a namespace. */
export function argoApplication(
  namespace: string,
  objects: readonly KubeObject[],
  { name = namespace, wave, environment = 'dev', spec }: ArgoOptions = {},
): DesiredApplication {
  const annotations: Record<string, string> =
    wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': String(wave) };
  const application: ArgoApplication = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', annotations, labels: { 'cdk8s-gitops.io/environment': environment } },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/team/repository.git', path: name },
      destination: { name: 'test', namespace },
      ...spec,
    },
  };
  return toDesiredApplication(application, `applications/${name}.yaml`, objects, { controlNamespace: 'argocd' });
}

export function configMap(
  name: string,
  data: Readonly<Record<string, string>> = {},
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

/** One live object; undefined when it does not exist. */
export async function read(client: KubeClient, path: string): Promise<KubeObject | undefined> {
  try {
    return (await client.request<KubeObject>({ method: 'GET', path })).body;
  } catch {
    return undefined;
  }
}

/** Changes an object as another field manager. */
export async function meddle(
  client: KubeClient,
  path: string,
  body: unknown,
  manager = 'kubectl-edit',
  contentType = 'application/merge-patch+json',
): Promise<void> {
  await client.request({ method: 'PATCH', path, query: { fieldManager: manager }, contentType, body });
}
