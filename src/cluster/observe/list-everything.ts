import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource, Discovery } from '../transport/discovery.js';
import { listAll } from '../transport/list.js';
import { listPath } from '../transport/path.js';

export interface ListEverythingOptions {
  readonly labelSelector?: string;
  /** Where to look when the account may not list everywhere. */
  readonly namespaces: readonly string[];
  readonly signal?: AbortSignal;
}

/** Metadata of objects of all kinds, and the kinds that could not be listed. */
export interface Everything {
  readonly objects: readonly KubeObject[];
  readonly unreadable: readonly { readonly kind: string; readonly reason: string }[];
}

/**
 * Lists the metadata of every kind that can be made and deleted: one request per kind, and one per page of
 * 500 objects.
 */
export async function listEverything(
  client: KubeClient,
  discovery: Discovery,
  options: ListEverythingOptions,
): Promise<Everything> {
  const kinds = discovery.kinds.filter(
    ({ verbs, kind }) => kind !== 'Event' && ['list', 'create', 'delete'].every((verb) => verbs.includes(verb)),
  );
  const lists = await Promise.all(kinds.map((resource) => listKind(client, resource, options)));
  return {
    objects: lists.flatMap(({ objects }) => objects),
    unreadable: lists.flatMap(({ unreadable }) => unreadable),
  };
}

async function listKind(
  client: KubeClient,
  resource: ApiResource,
  options: ListEverythingOptions,
): Promise<Everything> {
  try {
    return { objects: await list(client, resource, options), unreadable: [] };
  } catch (error) {
    if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
    const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
    return { objects: [], unreadable: [{ kind, reason: error.message }] };
  }
}

async function list(
  client: KubeClient,
  resource: ApiResource,
  { namespaces, ...options }: ListEverythingOptions,
): Promise<readonly KubeObject[]> {
  const at = async (namespace?: string) =>
    (await listAll(client, listPath(resource, namespace), { ...options, metadataOnly: true })).items;
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  const items = await at().catch(async (error: unknown) => {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return [];
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_FORBIDDEN' || !resource.namespaced || namespaces.length === 0)
      throw error;
    return (await Promise.all(namespaces.map(at))).flat();
  });
  // A metadata-only answer calls itself PartialObjectMetadata.
  return items.map((item) => ({ ...item, apiVersion, kind: resource.kind }));
}
