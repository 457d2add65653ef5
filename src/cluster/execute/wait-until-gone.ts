import { GitopsError } from '../../errors.js';
import { groupBy } from '../../manifest/group-by.js';
import { identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import { APPLYSET } from '../objects/applyset.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { listPath } from '../transport/path.js';
import { follow } from '../transport/watch.js';

/** An object whose deletion was asked for. */
export interface LeavingObject {
  readonly identity: ObjectIdentity;
  readonly resource: ApiResource;
  /** Only this very object is waited for, not another one of its name. */
  readonly uid: string;
}

export interface WaitUntilGoneOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** An object that is still there, with what holds it. */
export interface RemainingObject {
  readonly object: ObjectIdentity;
  readonly reason: string;
}

/**
 * Waits by watches, one per kind and namespace, until objects of a set are gone. @returns what is still there
 * when the time is over
 */
export async function waitUntilGone(
  client: KubeClient,
  setId: string,
  leaving: readonly LeavingObject[],
  { timeoutMs, signal }: WaitUntilGoneOptions,
): Promise<readonly RemainingObject[]> {
  const places = groupBy(leaving, ({ resource, identity }) => listPath(resource, identity.namespace));
  const timeout = AbortSignal.timeout(timeoutMs);
  const remaining = await Promise.all(
    [...places].map(([path, objects]) =>
      waitAt(client, path, { setId, objects, signal: AbortSignal.any([signal, timeout]) }),
    ),
  );
  if (signal.aborted)
    throw GitopsError.is(signal.reason)
      ? signal.reason
      : new GitopsError('INTERRUPTED', 'interrupted while objects were being deleted');
  return remaining.flat();
}

interface Place {
  readonly setId: string;
  readonly objects: readonly LeavingObject[];
  readonly signal: AbortSignal;
}

async function waitAt(
  client: KubeClient,
  path: string,
  { setId, objects, signal }: Place,
): Promise<readonly RemainingObject[]> {
  const done = new AbortController();
  let remaining = new Map(
    objects.map(({ identity }) => [identityKey(identity), { object: identity, reason: 'is still being deleted' }]),
  );
  await follow(client, path, {
    labelSelector: `${APPLYSET.partOf}=${setId}`,
    signal: AbortSignal.any([signal, done.signal]),
    onChange: (found) => {
      const byUid = new Map([...found.values()].map((live) => [live.metadata.uid, live]));
      remaining = new Map(
        objects.flatMap(({ identity, uid }) => {
          const live = byUid.get(uid);
          if (!live) return [];
          const finalizers = live.metadata.finalizers ?? [];
          const reason =
            finalizers.length === 0 ? 'is still being deleted' : `waits for its finalizers: ${finalizers.join(', ')}`;
          return [[identityKey(identity), { object: identity, reason }] as const];
        }),
      );
      if (remaining.size === 0) done.abort();
    },
  }).catch((error: unknown) => {
    // A kind that is not served any more has no objects: its CRD went in the same run.
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_NOT_FOUND') throw error;
    remaining = new Map();
  });
  return [...remaining.values()];
}
