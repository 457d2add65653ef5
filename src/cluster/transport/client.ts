import type { KubeObject } from '../../manifest/kube-object.js';

/** One request to an API server: plain JSON in and out. */
export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute path, such as `/apis/apps/v1/namespaces/shop/deployments`. Never lower-cased. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. A DELETE's body is framed too (Node leaves that out by itself). */
  readonly body?: unknown;
  /** Default: `application/json`. */
  readonly contentType?: string;
  /** Default: `application/json`. Where anything is accepted, the body may be a text, such as a log. */
  readonly accept?: string;
  /** The user as whom it is sent. Default: the user of the credentials. */
  readonly impersonate?: string;
  /** Gives it up with INTERRUPTED while it waits for its turn; what was sent is finished. */
  readonly startSignal?: AbortSignal;
  /**
   * Waits for no other request, and for no pause that the server asked for: of a lock, which others would
   * take over meanwhile, and of what is known when a run ends. Default: false.
   */
  readonly urgent?: boolean;
  /**
   * Whether sending it twice is harmless. Default: GET, PUT, PATCH, and a DELETE whose body has a UID
   * precondition.
   */
  readonly idempotent?: boolean;
}

export interface KubeResponse<T> {
  readonly status: number;
  readonly body: T;
  /** `Warning` headers of the API server, without code and date. */
  readonly warnings: readonly string[];
}

/** One line of a watch. */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion?: string };

/** How many requests a client has sent, for `--output json` and the benchmarks. */
export interface RequestStatistics {
  /** Sent requests, repeated ones and watches included. */
  readonly requests: number;
  /** Those that may change something: not GET, not `dryRun=All`. */
  readonly writes: number;
  readonly retries: number;
}

/**
 * The port to one cluster's API server. The adapter keeps one pool of connections, about 16 requests in
 * flight, honours `Retry-After`, fetches credentials once and refreshes them, retries what is safe to retry.
 *
 * Failures are `GitopsError`s: `CLUSTER_NOT_FOUND` (404), `CLUSTER_CONFLICT` (409), `CLUSTER_GONE` (410),
 * `CLUSTER_INVALID` (400, 422), `CLUSTER_FORBIDDEN` (403), `CLUSTER_UNAUTHORIZED` (401), `CLUSTER_THROTTLED`
 * (429), `CLUSTER_SERVER_ERROR` (5xx), `CLUSTER_UNREACHABLE`, `INTERRUPTED`; `data` holds
 * `{ status, reason?, causes? }` of the API server's Status.
 */
export interface KubeClient {
  /** Name of the Cluster in the repository. */
  readonly cluster: string;
  /** URL of the API server. */
  readonly server: string;
  /** True when nothing is asked of the whole cluster, only of its namespaces. Default: false. */
  readonly confined?: boolean;
  readonly statistics: RequestStatistics;
  request<T = unknown>(request: KubeRequest, signal?: AbortSignal): Promise<KubeResponse<T>>;
  /**
   * Streams one watch until the server ends it (then the iteration ends). `watch=true` is added.
   *
   * @throws GitopsError CLUSTER_GONE when the resourceVersion is too old, CLUSTER_UNREACHABLE when the
   * connection broke, INTERRUPTED, or what `request` throws
   */
  watch(
    path: string,
    query: Readonly<Record<string, string | number | boolean | undefined>>,
    signal?: AbortSignal,
  ): AsyncIterable<WatchEvent>;
  /** Closes the pool. */
  close(): void;
}
