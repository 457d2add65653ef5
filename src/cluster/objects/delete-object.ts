import { setTimeout as pause } from 'node:timers/promises';
import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { getIfExists } from '../transport/get-if-exists.js';
import { objectPath } from '../transport/path.js';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  readonly propagation: Propagation;
  /**
   * Asked again when the object changed since it was observed: undefined to continue, otherwise the reason
   * against it.
   */
  readonly guard?: (live: KubeObject) => string | undefined;
  /** Wait until it is gone. */
  readonly gone?: boolean;
  readonly signal?: AbortSignal;
}

/** What became of a deletion: `refused` when the object changed and a guard now forbids it. */
export type Deletion =
  | { readonly status: 'deleted' | 'terminating' | 'absent' }
  | { readonly status: 'refused'; readonly reason: string };

const ATTEMPTS = 5;
const GONE_MS = 60_000;

/**
 * Deletes exactly the object that was observed: by UID and resourceVersion. When it changed meanwhile it is
 * looked at again, and guarded again.
 */
export async function deleteObject(
  client: KubeClient,
  target: { readonly identity: ObjectIdentity; readonly resource: ApiResource; readonly live: KubeObject },
  options: DeleteOptions,
): Promise<Deletion> {
  const path = objectPath(target.resource, target.identity);
  let { live } = target;
  for (let attempt = 1; ; attempt += 1) {
    const { uid, resourceVersion } = live.metadata;
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid, resourceVersion },
      propagationPolicy: options.propagation,
    };
    try {
      const answer = await client.request<KubeObject>({ method: 'DELETE', path, body });
      const terminating = Boolean(
        answer.body?.metadata?.deletionTimestamp && (answer.body.metadata.finalizers?.length ?? 0) > 0,
      );
      if (options.gone) await waitUntilGone(client, path, uid ?? '', options.signal);
      return { status: terminating && !options.gone ? 'terminating' : 'deleted' };
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      if (error.code === 'CLUSTER_NOT_FOUND') return { status: 'absent' };
      if (error.code !== 'CLUSTER_CONFLICT' || attempt === ATTEMPTS) throw error;
    }
    const current = await getIfExists(client, { path });
    if (!current) return { status: 'absent' };
    if (current.metadata.uid !== uid) return { status: 'refused', reason: 'replaced by another object of that name' };
    const reason = options.guard?.(current);
    if (reason !== undefined) return { status: 'refused', reason };
    live = current;
  }
}

async function waitUntilGone(client: KubeClient, path: string, uid: string, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + GONE_MS;
  for (let attempt = 0; ; attempt += 1) {
    const current = await getIfExists(client, { path });
    if (!current || current.metadata.uid !== uid) return;
    if (Date.now() > deadline) {
      const finalizers = current.metadata.finalizers?.join(', ') ?? 'none';
      throw new GitopsError(
        'CLUSTER_TERMINATING',
        `'${current.metadata.name}' is not gone after ${GONE_MS / 1000} s, finalizers: ${finalizers}`,
        {
          hint: 'Find out what its finalizers wait for, then sync again.',
        },
      );
    }
    await pause(Math.min(50 * 2 ** attempt, 1_000), undefined, { signal });
  }
}
