import { instanceNames } from '../argocd/application/instance-names.js';
import { SHARD_LABEL } from '../cluster/inventory/encode.js';
import { INVENTORY_LABEL } from '../cluster/inventory/labels-of.js';
import { metadataOfKey } from '../cluster/inventory/name.js';
import { APPLYSET, applysetId } from '../cluster/objects/applyset.js';
import { type Everything, listEverything } from '../cluster/observe/list-everything.js';
import { findUnowned, type Owners } from '../cluster/observe/unowned.js';
import { listAll } from '../cluster/transport/list.js';
import { listPath } from '../cluster/transport/path.js';
import { GitopsError } from '../errors.js';
import { identityKey } from '../manifest/identity.js';
import type { KubeObject, ObjectMetadata } from '../manifest/kube-object.js';
import type { ClusterVerbOptions } from './api/options.js';
import type { LeftApplication, OrphansResult, UnownedObjectNote } from './api/orphans-result.js';
import { API_VERSION } from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { type KnownClusters, loadClusters } from './clusters/load-clusters.js';
import { brokenInventories } from './planning/broken-inventories.js';
import { settleClusters } from './planning/settle-clusters.js';
import { withErrors, withReadable } from './planning/with-readable.js';

export interface OrphansOptions extends Omit<ClusterVerbOptions, 'applications' | 'environments' | 'all'> {
  /** What other repositories synced, too. Default: false. */
  readonly anyRepository?: boolean;
  /**
   * Look at every object for tracking of Argo Applications that do not exist; otherwise only at what was
   * synced. Default: false.
   */
  readonly tracked?: boolean;
}

/**
 * What left Git whole, and what nobody owns, in all clusters that the revision knows or that are named.
 * Changes nothing.
 *
 * Asks for metadata only: one list per kind, four requests more for what exists.
 *
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED when neither the revision nor the options name a cluster;
 * what reading throws
 */
export async function orphans(options: OrphansOptions): Promise<OrphansResult> {
  const started = Date.now();
  const known = await loadClusters(options, options.clusters);
  const targets = known.clusters
    .filter(({ secret }) => options.clusters?.includes(secret.name) ?? true)
    .map(({ secret, applications }) => ({
      secret,
      applications: [],
      inGit: new Set(applications.keys()),
      ownRepositories: known.ownRepositories,
    }));
  if (targets.length === 0) {
    throw new GitopsError(
      'WORKFLOW_NOTHING_SELECTED',
      `no cluster is in revision '${known.revision.shortId}': nothing was looked at`,
      {
        hint: 'Name the clusters to look at: gitops orphans --cluster NAME.',
      },
    );
  }
  const read = (sessions: readonly ClusterSession[]) =>
    settleClusters(
      sessions,
      ({ client }) => client.cluster,
      async (session) => ({ session, ...(await lookAt(session, known, options)) }),
    );
  return withReadable({ targets }, options, read, async (looked, unread) => ({
    apiVersion: API_VERSION,
    kind: 'OrphansResult',
    revision: known.revision,
    applications: looked.flatMap(({ session }) => leftApplications(session, options.anyRepository ?? false)),
    unknownSets: known.unknownSets,
    unowned: looked.flatMap((one) => one.unowned),
    unreadable: looked.flatMap((one) => one.unreadable),
    skipped: [],
    clusters: looked.map(({ session: { client } }) => ({ cluster: client.cluster, ...client.statistics })),
    ...withErrors(unread, brokenInventories(looked.map(({ session }) => session))),
    seconds: (Date.now() - started) / 1000,
  }));
}

function leftApplications(
  { client, inventories, target }: ClusterSession,
  anyRepository: boolean,
): readonly LeftApplication[] {
  return [...inventories.values()]
    .filter(
      ({ name, repository }) => !target.inGit.has(name) && (anyRepository || target.ownRepositories.has(repository)),
    )
    .map(({ application, repository, entries, synced }) => ({
      application,
      cluster: client.cluster,
      repository,
      objects: entries.length,
      ...(synced ? { synced: { commit: synced.commit, subject: synced.subject } } : {}),
    }));
}

async function lookAt(
  session: ClusterSession,
  known: KnownClusters,
  { tracked = false, signal }: OrphansOptions,
): Promise<Pick<OrphansResult, 'unowned' | 'unreadable'>> {
  const { client, discovery, inventories, broken, inventoryNamespace } = session;
  const { cluster } = client;
  const namespaces = [
    ...new Set([
      inventoryNamespace,
      ...[...inventories.values()].flatMap(({ entries }) => entries.flatMap((entry) => entry.namespace ?? [])),
    ]),
  ];
  const [everything, elsewhere, applications, shards] = await Promise.all([
    listEverything(client, discovery, {
      namespaces,
      ...(tracked ? {} : { labelSelector: APPLYSET.partOf }),
      ...(signal ? { signal } : {}),
    }),
    setsElsewhere(session, signal),
    liveApplications(session, signal),
    strayShards(session, signal),
  ]);
  const existing = new Set(
    [
      ...known.clusters.flatMap((one) => [...one.applications.values()].map(({ metadata }) => metadata)),
      ...applications,
      ...[...inventories.values(), ...broken.values()].map(({ application }) => metadataOfKey(application)),
    ].flatMap(instanceNames),
  );
  const objects = withoutTrackedUnlessAsked(everything, tracked);
  const unowned = findUnowned(objects, { sets: new Map([...elsewhere, ...setsHere(session)]), applications: existing });
  return {
    unowned: [...unowned, ...shards].map((one): UnownedObjectNote => ({ cluster, ...one })),
    unreadable: everything.unreadable.map((one) => ({ cluster, ...one })),
  };
}

function withoutTrackedUnlessAsked({ objects }: Everything, tracked: boolean): readonly KubeObject[] {
  return tracked ? objects : objects.filter(({ metadata }) => metadata.labels?.[APPLYSET.partOf] !== undefined);
}

function setsHere({ inventories, broken, inventoryNamespace }: ClusterSession): Owners['sets'] {
  const idOf = (name: string) => applysetId({ name, namespace: inventoryNamespace });
  return new Map([
    ...[...inventories.values()].map(
      ({ name, application, entries }) =>
        [idOf(name), { application, owned: new Set(entries.map(identityKey)) }] as const,
    ),
    ...[...broken.keys()].map((name) => [idOf(name), undefined] as const),
  ]);
}

/**
 * Inventories may live in several namespaces. An account that may not look everywhere knows those of its own
 * only.
 */
async function setsElsewhere({ client }: ClusterSession, signal: AbortSignal | undefined): Promise<Owners['sets']> {
  const items = await listOrNothing(client, '/api/v1/configmaps', INVENTORY_LABEL, signal);
  return new Map(
    items.flatMap(({ metadata }) =>
      metadata.labels?.[APPLYSET.id] === undefined ? [] : [[metadata.labels[APPLYSET.id]!, undefined]],
    ),
  );
}

/** Argo CD's own Applications, where it runs. */
async function liveApplications(
  { client, discovery }: ClusterSession,
  signal: AbortSignal | undefined,
): Promise<readonly ObjectMetadata[]> {
  const resource = discovery.preferred('argoproj.io', 'Application');
  if (!resource) return [];
  return (await listOrNothing(client, listPath(resource), undefined, signal)).map(({ metadata }) => metadata);
}

/** Parts of large inventories that a killed run left and no later one has needed. */
async function strayShards(
  { client, inventories, broken, inventoryNamespace }: ClusterSession,
  signal: AbortSignal | undefined,
) {
  // Which parts a broken inventory names is unknown.
  if (broken.size > 0) return [];
  const used = new Set([...inventories.values()].flatMap(({ shards }) => shards));
  const items = await listOrNothing(client, `/api/v1/namespaces/${inventoryNamespace}/configmaps`, SHARD_LABEL, signal);
  return items
    .filter(({ metadata }) => !used.has(metadata.name))
    .map(({ metadata }) => ({
      object: { group: '', kind: 'ConfigMap', namespace: inventoryNamespace, name: metadata.name },
      reason: 'a part of an inventory that no inventory names',
    }));
}

async function listOrNothing(
  client: ClusterSession['client'],
  path: string,
  labelSelector: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly KubeObject[]> {
  try {
    const options = {
      metadataOnly: true,
      labelSelector,
      ...(signal ? { signal } : {}),
    };
    return (await listAll(client, path, options)).items;
  } catch (error) {
    if (GitopsError.is(error) && (error.code === 'CLUSTER_FORBIDDEN' || error.code === 'CLUSTER_NOT_FOUND')) return [];
    throw error;
  }
}
