import { GitopsError } from '../../errors.js';
import { groupBy } from '../../manifest/group-by.js';
import { identityKey, identityOf, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { listAll } from '../transport/list.js';
import { kindKey, listPath, objectPath } from '../transport/path.js';

/** Up to this many objects of a kind are asked for one by one; more by one list of metadata. */
const FEW = 4;
const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

/** An object that may exist. */
export interface Sought {
  readonly identity: ObjectIdentity;
  readonly resource: ApiResource;
}

export interface LookUpOptions {
  /** The whole objects, in place of their metadata. Default: false. */
  readonly whole?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Which of these objects exist, whatever created them: their metadata by `identityKey`. One request per kind,
 * or per object where a kind has few.
 *
 * @throws GitopsError when an object cannot be looked up: whether it exists is then unknown, so nothing may
 * be created
 */
export async function lookUp(
  client: KubeClient,
  sought: readonly Sought[],
  options: LookUpOptions = {},
): Promise<ReadonlyMap<string, KubeObject>> {
  const kinds = groupBy(sought, ({ resource }) => kindKey(resource));
  const found = await Promise.all(
    [...kinds.values()].map((items) =>
      items.length <= FEW ? getEach(client, items, options) : listOnce(client, items, options),
    ),
  );
  return new Map(found.flat().map((object) => [identityKey(identityOf(object)), object]));
}

async function getEach(client: KubeClient, items: readonly Sought[], options: LookUpOptions): Promise<KubeObject[]> {
  const found = await Promise.all(items.map((item) => getOne(client, item, options)));
  return found.filter((object): object is KubeObject => object !== undefined);
}

async function getOne(
  client: KubeClient,
  { identity, resource }: Sought,
  { whole, signal }: LookUpOptions,
): Promise<KubeObject | undefined> {
  const accept = whole ? {} : { accept: METADATA_ONLY };
  try {
    const { body } = await client.request<KubeObject>(
      { method: 'GET', path: objectPath(resource, identity), ...accept },
      signal,
    );
    return ofKind(body, resource);
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    // Nothing can have a name that the API server does not even look up; its dry run says why.
    if (GitopsError.is(error) && error.data?.['status'] === 400) return undefined;
    throw error;
  }
}

async function listOnce(client: KubeClient, items: readonly Sought[], options: LookUpOptions): Promise<KubeObject[]> {
  const { resource } = items[0]!;
  const wanted = new Set(items.map((item) => identityKey(item.identity)));
  const namespaces = [...new Set(items.flatMap((item) => item.identity.namespace ?? []))];
  const objects = await list(client, resource, namespaces, options);
  return objects
    .map((object) => ofKind(object, resource))
    .filter((object) => wanted.has(identityKey(identityOf(object))));
}

async function list(
  client: KubeClient,
  resource: ApiResource,
  namespaces: readonly string[],
  { whole = false, signal }: LookUpOptions,
): Promise<readonly KubeObject[]> {
  const query = { metadataOnly: !whole, signal };
  if (namespaces.length !== 1) {
    try {
      return (await listAll(client, listPath(resource), query)).items;
    } catch (error) {
      if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return [];
      if (!GitopsError.is(error) || error.code !== 'CLUSTER_FORBIDDEN' || namespaces.length === 0) throw error;
    }
  }
  const lists = await Promise.all(namespaces.map((namespace) => listAll(client, listPath(resource, namespace), query)));
  return lists.flatMap(({ items }) => items);
}

/** A metadata-only answer calls itself PartialObjectMetadata. */
function ofKind(object: KubeObject, resource: ApiResource): KubeObject {
  return {
    ...object,
    apiVersion: resource.group === '' ? resource.version : `${resource.group}/${resource.version}`,
    kind: resource.kind,
  };
}
