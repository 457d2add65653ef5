import { GitopsError } from '../../errors.js';
import { identityOf, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { inventoryName } from '../inventory/name.js';
import { deleteInventory, readInventory } from '../inventory/store.js';
import { memberOf } from '../objects/applyset.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import { managedFieldsOf } from '../objects/fingerprint.js';
import { writeManagedFields } from '../objects/managed-fields-write.js';
import { type Heir, releaseOwnership } from '../objects/release-ownership.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import { getIfExists } from '../transport/get-if-exists.js';
import { objectPath } from '../transport/path.js';
import { acquireLease } from './lease.js';

/** The objects of one Argo Application that are let go. */
export interface ForgetTarget {
  /** Instance name of the Argo Application. */
  readonly instance: string;
  readonly setId: string;
  /** Its live objects, as they were observed. */
  readonly members: Iterable<KubeObject>;
  /** Who manages an object from then on. */
  readonly heirOf: (object: ObjectIdentity) => Heir;
  /** The inventory that was read: another one by now means that somebody synced meanwhile. */
  readonly resourceVersion: string;
}

export interface ForgetOptions {
  readonly client: KubeClient;
  readonly discovery: Discovery;
  readonly inventoryNamespace: string;
  readonly holder: string;
  readonly lockTimeoutMs?: number;
  readonly leaseDurationMs?: number;
  readonly signal: AbortSignal;
  readonly onForgotten?: (object: ObjectIdentity, heir: Heir) => void;
}

const ATTEMPTS = 5;

/**
 * Releases everything that was synced, and leaves it running: our label is taken off and our fields are given
 * to an heir (`releaseOwnership`), one request for each object, then the inventory is removed. No spec
 * changes.
 *
 * Interrupted, it leaves an inventory that still lists everything: run it again.
 *
 * @returns the objects that were released
 * @throws GitopsError CLUSTER_LOCKED when somebody else syncs it, and what a patch fails with
 */
export async function forget(target: ForgetTarget, options: ForgetOptions): Promise<readonly ObjectIdentity[]> {
  const { client, inventoryNamespace: namespace, holder, lockTimeoutMs, leaseDurationMs, signal } = options;
  const name = inventoryName(target.instance);
  const lease = await acquireLease(client, {
    namespace,
    name,
    holder,
    lockTimeoutMs,
    durationMs: leaseDurationMs,
    signal,
  });
  try {
    const stored = await readInventory(client, namespace, name, signal);
    if (!stored) return [];
    if (stored.resourceVersion !== target.resourceVersion) throw changedMeanwhile(target.instance);
    const results = await Promise.allSettled([...target.members].map((live) => forgetOne(live, target, options)));
    GitopsError.throwAll(
      results.flatMap((result) =>
        result.status === 'rejected' && GitopsError.is(result.reason) ? [result.reason] : [],
      ),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    await deleteInventory(client, namespace, stored);
    return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  } finally {
    await lease.release();
  }
}

async function forgetOne(
  observed: KubeObject,
  target: ForgetTarget,
  { client, discovery, signal, onForgotten }: ForgetOptions,
): Promise<ObjectIdentity[]> {
  const identity = identityOf(observed);
  const resource =
    discovery.find(observed.apiVersion, observed.kind) ?? discovery.preferred(identity.group, identity.kind);
  if (!resource) return [];
  const path = objectPath(resource, identity);
  const heir = target.heirOf(identity);
  let live: KubeObject | undefined = observed;
  for (
    let attempt = 1;
    live && memberOf(live) === target.setId && live.metadata.uid === observed.metadata.uid;
    attempt += 1
  ) {
    signal.throwIfAborted();
    try {
      const released = await client.request<KubeObject>({
        method: 'PATCH',
        path,
        query: { fieldManager: FIELD_MANAGER },
        contentType: 'application/json-patch+json',
        body: releaseOwnership(live, heir),
      });
      await disownDefaults(client, { identity, resource, live: released.body });
      onForgotten?.(identity, heir);
      return [identity];
    } catch (error) {
      // Changed meanwhile: what was tested is no longer so.
      const again =
        GitopsError.is(error) &&
        ['CLUSTER_CONFLICT', 'CLUSTER_INVALID', 'CLUSTER_NOT_FOUND'].includes(error.code) &&
        attempt < ATTEMPTS;
      if (!again) throw error;
    }
    live = await getIfExists(client, { path });
  }
  return [];
}

/**
 * A default that comes in where something of ours goes is written down as ours: a Job without labels gets
 * those of its pods.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.2/pkg/apis/batch/v1/defaults.go
 */
async function disownDefaults(client: KubeClient, target: Parameters<typeof writeManagedFields>[1]): Promise<void> {
  await writeManagedFields(client, target, ({ metadata }) => {
    const entries = managedFieldsOf({ metadata });
    const others = entries.filter(({ manager }) => manager !== FIELD_MANAGER);
    return others.length === entries.length ? undefined : others;
  });
}

function changedMeanwhile(instance: string): GitopsError {
  return new GitopsError('CLUSTER_LOCKED', `'${instance}' was synced by somebody else meanwhile`, {
    hint: 'Nothing was changed: run it again.',
  });
}
