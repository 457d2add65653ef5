import { readTracking, tracksItself } from '../../argocd/application/tracking.js';
import { identityKey, identityOf, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { memberOf } from '../objects/applyset.js';
import { FIELD_MANAGER } from '../objects/field-manager.js';
import { managedFieldsOf } from '../objects/fingerprint.js';

/** An object that somebody delivered and nobody owns any more. */
export interface UnownedObject {
  readonly object: ObjectIdentity;
  readonly reason: string;
  /** The Argo Application that its tracking names. */
  readonly application?: string;
}

/** Who owns what in a cluster. */
export interface Owners {
  /**
   * What each inventory lists, by set id; undefined for one that was not read, in another inventory
   * namespace.
   */
  readonly sets: ReadonlyMap<string, { readonly application: string; readonly owned: ReadonlySet<string> } | undefined>;
  /** Instance names of the Argo Applications that exist, in Git or in the cluster. */
  readonly applications: ReadonlySet<string>;
}

/**
 * Objects that say they belong to somebody who does not list them or does not exist. What another object
 * owns, and what other tools made, is not among them. Pure.
 */
export function findUnowned(objects: Iterable<KubeObject>, owners: Owners): readonly UnownedObject[] {
  const found = new Map<string, UnownedObject>();
  for (const live of objects) {
    if ((live.metadata.ownerReferences?.length ?? 0) > 0) continue;
    const object = identityOf(live);
    const reason = lostMembership(live, object, owners) ?? lostTracking(live, object, owners);
    if (reason === undefined) continue;
    const application = readTracking(live)?.application;
    // One object may be served by several groups.
    found.set(live.metadata.uid ?? identityKey(object), {
      object,
      reason,
      application,
    });
  }
  return [...found.values()].sort((left, right) => (identityKey(left.object) < identityKey(right.object) ? -1 : 1));
}

/** Labels are copied, as from a Service to its Endpoints; only what was applied by us was ever a member. */
function lostMembership(live: KubeObject, object: ObjectIdentity, { sets }: Owners): string | undefined {
  const id = memberOf(live);
  if (id === undefined || !managedFieldsOf(live).some(({ manager }) => manager === FIELD_MANAGER)) return undefined;
  if (!sets.has(id)) return 'its inventory does not exist';
  const set = sets.get(id);
  return set === undefined || set.owned.has(identityKey(object))
    ? undefined
    : `the inventory of '${set.application}' does not list it`;
}

function lostTracking(live: KubeObject, object: ObjectIdentity, { applications }: Owners): string | undefined {
  const tracking = memberOf(live) === undefined ? readTracking(live) : undefined;
  if (!tracking || !tracksItself(tracking, object) || applications.has(tracking.application)) return undefined;
  return `tracked by the Argo Application '${tracking.application}', which neither Git nor the cluster has`;
}
