import { GitopsError } from '../../errors.js';
import { identityKey, identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { APPLYSET } from '../objects/applyset.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { type ListOptions, listAll } from '../transport/list.js';
import { kindKey, listPath } from '../transport/path.js';

/** More sets than this are selected by the label's existence: an address has its limits. */
const MOST_NAMED_SETS = 16;

/** A kind to list, with the namespaces to fall back on where the account may not list everywhere. */
export interface MemberQuery {
  readonly resource: ApiResource;
  readonly namespaces: readonly string[];
}

/** The live objects of our sets. */
export interface Members {
  /** By `identityKey`. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  /**
   * Kinds (`kindKey`) whose list could not be read whole, and why: nothing of them may be pruned, and nothing
   * assumed absent.
   */
  readonly incomplete: ReadonlyMap<string, GitopsError>;
}

/** Lists every kind once, across all Argo Applications of the cluster. */
export async function listMembers(
  client: KubeClient,
  queries: readonly MemberQuery[],
  setIds: readonly string[],
  signal?: AbortSignal,
  kept: Pick<ListOptions, 'managedFields'> = {},
): Promise<Members> {
  const objects = new Map<string, KubeObject>();
  const incomplete = new Map<string, GitopsError>();
  const labelSelector =
    setIds.length <= MOST_NAMED_SETS ? `${APPLYSET.partOf} in (${[...setIds].sort().join(',')})` : APPLYSET.partOf;
  await Promise.all(
    queries.map(async (query) => {
      try {
        for (const item of await listKind(client, query, { labelSelector, signal, ...kept })) {
          const object = { ...item, apiVersion: versionOf(query.resource), kind: query.resource.kind };
          objects.set(identityKey(identityOf(object)), object);
        }
      } catch (error) {
        if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
        incomplete.set(kindKey(query.resource), error);
      }
    }),
  );
  return { objects, incomplete };
}

async function listKind(client: KubeClient, query: MemberQuery, options: ListOptions): Promise<readonly KubeObject[]> {
  try {
    return (await listAll(client, listPath(query.resource), options)).items;
  } catch (error) {
    if (isNotServed(error)) return [];
    if (!isForbidden(error) || !query.resource.namespaced || query.namespaces.length === 0) throw error;
  }
  const lists = await Promise.all(
    query.namespaces.map((namespace) => listAll(client, listPath(query.resource, namespace), options)),
  );
  return lists.flatMap((list) => list.items);
}

function isNotServed(error: unknown): boolean {
  return GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND';
}

function isForbidden(error: unknown): boolean {
  return GitopsError.is(error) && error.code === 'CLUSTER_FORBIDDEN';
}

function versionOf(resource: ApiResource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}
