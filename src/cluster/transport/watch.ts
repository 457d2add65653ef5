import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from './client.js';
import { listAll } from './list.js';
import { withoutManagedFields } from './without-managed-fields.js';

export interface FollowOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /**
   * Every object now known by `namespace/name`, without its `managedFields`; first once the list is complete,
   * then after every change.
   */
  readonly onChange: (objects: ReadonlyMap<string, KubeObject>) => void;
  readonly signal: AbortSignal;
}

/** Errors that pass: the API server restarts, a load balancer cuts the connection. */
const PASSING: readonly string[] = ['CLUSTER_UNREACHABLE', 'CLUSTER_SERVER_ERROR', 'CLUSTER_THROTTLED'];
const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 3_000;

/** Name of an object among those of its kind. */
export function nameKey(object: { readonly namespace?: string; readonly name: string }): string {
  return `${object.namespace ?? ''}/${object.name}`;
}

/**
 * Keeps a collection up to date: one list, then watches that continue where the last one ended. Lists again
 * when the server forgot that place (410), continues after broken connections and restarts of the API server,
 * until the signal aborts.
 *
 * @throws GitopsError whatever does not pass by itself, such as CLUSTER_FORBIDDEN
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function follow(client: KubeClient, path: string, options: FollowOptions): Promise<void> {
  const { labelSelector, fieldSelector, onChange, signal } = options;
  let resourceVersion: string | undefined;
  let objects = new Map<string, KubeObject>();
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (resourceVersion === undefined) {
        const list = await listAll(client, path, { labelSelector, fieldSelector, managedFields: false, signal });
        objects = new Map(list.items.map((object) => [nameKey(object.metadata), object]));
        resourceVersion = list.resourceVersion;
        onChange(objects);
      }
      const query = {
        labelSelector,
        fieldSelector,
        resourceVersion,
        allowWatchBookmarks: true,
        timeoutSeconds: 240 + Math.floor(Math.random() * 60),
      };
      for await (const event of client.watch(path, query, signal)) {
        failures = 0;
        if (event.type === 'BOOKMARK') {
          resourceVersion = event.resourceVersion ?? resourceVersion;
          continue;
        }
        const { type, object } = event;
        resourceVersion = object.metadata.resourceVersion ?? resourceVersion;
        if (type === 'DELETED') objects.delete(nameKey(object.metadata));
        else objects.set(nameKey(object.metadata), withoutManagedFields(object));
        onChange(objects);
      }
      // A server that ends every watch at once must not be asked in a tight loop.
      failures += 1;
      if (failures > 1) await pause(failures, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!GitopsError.is(error)) throw error;
      if (error.code === 'CLUSTER_GONE') resourceVersion = undefined;
      else if (!PASSING.includes(error.code)) throw error;
      failures += 1;
      await pause(failures, signal);
    }
  }
}

function pause(failures: number, signal: AbortSignal): Promise<void> {
  const delay = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delay);
    signal.addEventListener('abort', done, { once: true });
  });
}
