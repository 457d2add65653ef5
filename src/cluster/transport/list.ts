import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from './client.js';
import { withoutManagedFields } from './without-managed-fields.js';

export interface ListOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Only `metadata` of each object, as kind `PartialObjectMetadata`: about half the bytes. */
  readonly metadataOnly?: boolean;
  /** False leaves `managedFields` out of what is kept, most of an object's size. Default: true. */
  readonly managedFields?: boolean;
  /**
   * Default: none, the most recent state, confirmed by a quorum: what deciding and pruning need. `'0'` takes
   * what the API server has cached, which is cheaper and may be old: only for showing.
   *
   * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
   */
  readonly resourceVersion?: '0';
  /** Objects per request. Default: 500. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

export interface ListResult {
  readonly items: readonly KubeObject[];
  /** Where a watch continues. */
  readonly resourceVersion: string;
}

interface ListAnswer {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items: readonly Partial<KubeObject>[] | null;
}

const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/**
 * Every object of a kind, page by page; complete or an error, never a part. Starts again once when the pages
 * grew too old to continue.
 *
 * @param path of the collection, such as `/apis/apps/v1/namespaces/shop/deployments`
 */
export async function listAll(client: KubeClient, path: string, options: ListOptions = {}): Promise<ListResult> {
  try {
    return await listPages(client, path, options);
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_GONE') throw error;
    return listPages(client, path, options);
  }
}

async function listPages(client: KubeClient, path: string, options: ListOptions): Promise<ListResult> {
  const {
    labelSelector,
    fieldSelector,
    metadataOnly,
    managedFields = true,
    resourceVersion,
    pageSize = 500,
    signal,
  } = options;
  const items: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const { body } = await client.request<ListAnswer>(
      {
        method: 'GET',
        path,
        query: { labelSelector, fieldSelector, limit: pageSize, continue: next, ...(next ? {} : { resourceVersion }) },
        ...(metadataOnly ? { accept: `${METADATA_ONLY},application/json` } : {}),
      },
      signal,
    );
    for (const item of body.items ?? []) {
      const object = withKind(item, body);
      items.push(managedFields ? object : withoutManagedFields(object));
    }
    next = body.metadata.continue || undefined;
    if (!next) return { items, resourceVersion: body.metadata.resourceVersion ?? '' };
  }
}

/** The server leaves `apiVersion` and `kind` out of the items of built-in kinds. */
function withKind(item: Partial<KubeObject>, list: ListAnswer): KubeObject {
  // Whatever a list of Kubernetes objects holds has metadata with a name.
  return { apiVersion: list.apiVersion, kind: list.kind.replace(/List$/, ''), ...item } as KubeObject;
}
