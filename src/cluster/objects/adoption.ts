import { readTracking, tracksItself } from '../../argocd/tracking.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { memberOf } from './applyset.js';
import type { DesiredObject } from './desired.js';
import { managedFieldsOf } from './fingerprint.js';

/** Argo CD's name in `managedFields`. */
const ARGOCD_MANAGER = 'argocd-controller';

/** The set an object belongs to, as far as this run knows it. */
export interface KnownSet {
  /** Name of the Argo Application. */
  readonly application: string;
  /** What it wants at this revision, by `identityKey`; undefined when it is in Git but not part of this run. */
  readonly wants: ReadonlySet<string> | undefined;
}

export interface AdoptionContext {
  readonly instance: string;
  readonly setId: string;
  /** By set id. */
  readonly sets: ReadonlyMap<string, KnownSet>;
  /** Take what is not ours. */
  readonly adopt: boolean;
}

/**
 * Why an object that exists, and is not a member of our set, may not be applied; undefined when it may: it was adopted explicitly, or another Argo Application
 * of this run no longer wants it and hands it over. Pure.
 */
export function refuseAdoption(desired: DesiredObject, stranger: KubeObject, context: AdoptionContext): GitopsError | undefined {
  const set = memberOf(stranger);
  if (set === context.setId) return undefined;
  const owner = set === undefined ? undefined : context.sets.get(set);
  if (owner?.wants && !owner.wants.has(identityKey(desired.identity))) return undefined;
  if (owner) return ownedByApplication(desired, owner.application);
  return context.adopt ? undefined : notOurs(desired, stranger, context);
}

function ownedByApplication(desired: DesiredObject, application: string): GitopsError {
  const object = describeIdentity(desired.identity);
  return new GitopsError('CLUSTER_SHARED_OBJECT', `${object} belongs to the Argo Application '${application}'`, {
    object,
    hint: 'Let one of the two own it; to move it, sync both in one run: it is handed over, not deleted.',
  });
}

function notOurs(desired: DesiredObject, stranger: KubeObject, context: AdoptionContext): GitopsError {
  const object = describeIdentity(desired.identity);
  return new GitopsError('CLUSTER_NOT_OURS', `${object} exists already and is not ours: ${describeOwner(desired, stranger, context)}`, {
    object,
    hint: 'Sync with --adopt to take it over, or give yours another name.',
  });
}

function describeOwner(desired: DesiredObject, stranger: KubeObject, context: AdoptionContext): string {
  const tracking = readTracking(stranger);
  const managers = managedFieldsOf(stranger).map((entry) => entry.manager);
  if (tracking && tracksItself(tracking, desired.identity)) {
    const runs = managers.includes(ARGOCD_MANAGER) ? ', which Argo CD delivers' : '';
    return tracking.application === context.instance
      ? `Argo CD delivers it${runs && ' now'}`
      : `tracked by the Argo Application '${tracking.application}'${runs}`;
  }
  const controller = stranger.metadata.ownerReferences?.[0];
  if (controller) return `it belongs to ${controller.kind} ${controller.name}`;
  const set = memberOf(stranger);
  if (set !== undefined) return `it is part of the ApplySet '${set}'`;
  return managers.length === 0 ? 'its owner is unknown' : `made by ${[...new Set(managers)].map((manager) => `'${manager}'`).join(', ')}`;
}
