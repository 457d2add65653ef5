import { isWrittenByArgoCd, type RunningOwner, runningOwner } from '../../argocd/application/running-owner.js';
import { identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import { argocdApplications } from './argocd-applications.js';
import { destinationNames } from './destination-names.js';

/** A cluster whose Argo CD may deliver to others. */
export interface ManagingCluster {
  readonly client: KubeClient;
  readonly discovery: Discovery;
}

export interface FindRunningOptions extends ManagingCluster {
  /** What Argo CD calls this cluster, in addition to its URL and its name in Git. */
  readonly destinations?: readonly string[];
  /** Other clusters of the run. */
  readonly managing?: readonly ManagingCluster[];
  readonly signal?: AbortSignal;
}

/**
 * Which of these objects a running Argo CD delivers, by `identityKey`: asked only when Argo CD has written
 * one of them, by one LIST of its Applications in each cluster of the run that has any.
 */
export async function findRunningOwners(
  objects: readonly { readonly identity: ObjectIdentity; readonly live: Pick<KubeObject, 'metadata'> | undefined }[],
  { client, discovery, destinations = [], managing = [], signal }: FindRunningOptions,
): Promise<ReadonlyMap<string, RunningOwner>> {
  const written = objects.flatMap(({ identity, live }) => (live && isWrittenByArgoCd(live) ? [identity] : []));
  if (written.length === 0) return new Map();
  const names = destinationNames(client, destinations);
  const clusters = [{ client, discovery }, ...managing.filter((other) => other.client !== client)];
  const found = await Promise.all(
    clusters.map((cluster) => argocdApplications(cluster.client, cluster.discovery, signal)),
  );
  return new Map(
    written.flatMap((identity) => {
      const owners = found.flatMap(
        (applications, index) =>
          runningOwner(identity, applications, { destinations: names, isHome: index === 0 }) ?? [],
      );
      return owners[0] ? [[identityKey(identity), owners[0]] as const] : [];
    }),
  );
}
