import { isWrittenByArgoCd, type RunningOwner } from '../../argocd/application/running-owner.js';
import { INSTANCE_LABEL, readTracking, tracksItself } from '../../argocd/application/tracking.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { memberOf } from './applyset.js';
import type { DesiredObject } from './desired.js';
import { FIELD_MANAGER } from './field-manager.js';
import { managedFieldsOf } from './fingerprint.js';
import { ADOPT_ANNOTATION, isNamed, type OwnershipPolicy } from './ownership-policy.js';

/** The set an object belongs to, as far as this run knows it. */
export interface KnownSet {
  /** Name of the Argo Application. */
  readonly application: string;
  /** What it wants at this revision or, where only its inventory says so, lists; by `identityKey`. */
  readonly wants: ReadonlySet<string>;
  /** How that is known. An inventory may have changed since it was read. */
  readonly from: 'git' | 'inventory';
  /** True when another repository delivers it, whose Git this run does not read. */
  readonly foreign: boolean;
}

export interface AdoptionContext {
  /** Name of the Argo Application in tracking ids. */
  readonly trackedAs: string;
  readonly setId: string;
  /** By set id. */
  readonly sets: ReadonlyMap<string, KnownSet>;
  /** Take what is not ours. */
  readonly adopt: boolean;
  readonly policy?: OwnershipPolicy;
  /** The Argo Application by which a running Argo CD delivers it. */
  readonly running?: RunningOwner;
  /** True when an earlier run began to adopt this very object and did not end. */
  readonly begun?: boolean;
  /** True when it was not there when the run was planned. Then it is merged when it belongs to nobody. */
  readonly appeared?: boolean;
}

/**
 * Why an object that exists, and is not a member of our set, may not be applied; undefined when it may: it
 * was adopted explicitly, or another Argo Application of this run no longer wants it and hands it over. Pure.
 */
export function refuseAdoption(
  desired: DesiredObject,
  stranger: KubeObject,
  context: AdoptionContext,
): GitopsError | undefined {
  const set = memberOf(stranger);
  if (set === context.setId) return refuseRunning(desired, context);
  const owner = set === undefined ? undefined : context.sets.get(set);
  if (owner) {
    const isGiven = owner.foreign && isNamed(desired.identity, context.policy?.adoptable ?? []);
    return (isGiven ? undefined : refuseShared(desired, stranger, context)) ?? refuseRunning(desired, context);
  }
  return (
    refuseRunning(desired, context) ??
    (isAllowed(desired, stranger, context) ? undefined : notOurs(desired, stranger, context))
  );
}

/**
 * Why an object may not be delivered by one Argo Application while another one, which we deliver, wants it.
 * Pure.
 */
export function refuseShared(
  desired: Pick<DesiredObject, 'identity'>,
  live: KubeObject,
  { setId, sets }: Pick<AdoptionContext, 'setId' | 'sets'>,
): GitopsError | undefined {
  const set = memberOf(live);
  const owner = set === undefined || set === setId ? undefined : sets.get(set);
  return owner?.wants.has(identityKey(desired.identity)) ? ownedByApplication(desired, owner) : undefined;
}

/** Why an object, ours or not, may not be applied while Argo CD delivers it. Pure. */
export function refuseRunning(
  { identity }: DesiredObject,
  { policy, running }: Pick<AdoptionContext, 'policy' | 'running'>,
): GitopsError | undefined {
  if (!running || policy?.takeover) return undefined;
  const object = describeIdentity(identity);
  const how = running.automated ? 'syncs it by itself' : 'syncs it by hand';
  return new GitopsError(
    'CLUSTER_ARGOCD_OWNS',
    `a running Argo CD delivers ${object}: its Application '${running.application}' lists it and ${how}`,
    {
      object,
      hint: `Let one of the two deliver it: pause or remove that Application without deleting its objects and sync with --takeover ('gitops diff --takeover' shows what would change), or give the environment delivery 'argocd'.`,
    },
  );
}

function isAllowed(
  { identity, manifest }: DesiredObject,
  stranger: KubeObject,
  { adopt, policy, begun, appeared }: AdoptionContext,
): boolean {
  if (adopt || begun || isNamed(identity, policy?.adoptable ?? [])) return true;
  if (appeared && memberOf(stranger) === undefined && !isArgoCds(stranger, identity)) return true;
  return (
    manifest.metadata.annotations?.[ADOPT_ANNOTATION] === 'true' ||
    (policy?.takeover === true && isArgoCds(stranger, identity))
  );
}

/** Whether Argo CD tracks it, by its annotation or, written by Argo CD, by the older label. */
function isArgoCds(stranger: KubeObject, identity: ObjectIdentity): boolean {
  const tracking = readTracking(stranger);
  if (tracking) return tracksItself(tracking, identity);
  return stranger.metadata.labels?.[INSTANCE_LABEL] !== undefined && isWrittenByArgoCd(stranger);
}

function ownedByApplication(
  desired: Pick<DesiredObject, 'identity'>,
  { application, foreign }: Pick<KnownSet, 'application' | 'foreign'>,
): GitopsError {
  const object = describeIdentity(desired.identity);
  const of = foreign ? ' of another repository' : '';
  return new GitopsError('CLUSTER_SHARED_OBJECT', `${object} belongs to the Argo Application '${application}'${of}`, {
    object,
    hint: foreign
      ? 'Let one of the two own it; to move it, name it with --adopt-only here, then remove it from Git there.'
      : 'Let one of the two own it; to move it, sync both in one run: it is handed over, not deleted.',
  });
}

function notOurs(desired: DesiredObject, stranger: KubeObject, context: AdoptionContext): GitopsError {
  const object = describeIdentity(desired.identity);
  const option = isArgoCds(stranger, desired.identity) ? '--takeover' : '--adopt';
  const how = isOfHiddenInventory(stranger)
    ? 'Sync with the --inventory-namespace that it was synced with, or with --adopt'
    : `Sync with ${option}`;
  return new GitopsError(
    'CLUSTER_NOT_OURS',
    `${object} exists already and is not ours: ${describeOwner(desired, stranger, context)}`,
    {
      object,
      hint: `${how} to take it over, with --adopt-only to take just this, or give yours another name.`,
    },
  );
}

/**
 * We made it, and no inventory of this run knows it: inventories are looked for elsewhere now, or were
 * removed.
 */
function isOfHiddenInventory(stranger: KubeObject): boolean {
  const isApplied = managedFieldsOf(stranger).some(
    ({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply',
  );
  return isApplied && memberOf(stranger) !== undefined && !isWrittenByArgoCd(stranger);
}

function describeOwner(desired: DesiredObject, stranger: KubeObject, context: AdoptionContext): string {
  const tracking = readTracking(stranger);
  const managers = managedFieldsOf(stranger).map((entry) => entry.manager);
  if (isOfHiddenInventory(stranger)) {
    const whose = tracking && ` for '${tracking.application}'`;
    return `it was synced${whose ?? ''} with an inventory that this run did not find in its inventory namespace, '${memberOf(stranger)}'`;
  }
  if (tracking && tracksItself(tracking, desired.identity)) {
    const isDelivered = isWrittenByArgoCd(stranger);
    if (tracking.application === context.trackedAs && isDelivered) return 'Argo CD delivers it now';
    return `tracked by the Argo Application '${tracking.application}'${isDelivered ? ', which Argo CD delivers' : ''}`;
  }
  const label = stranger.metadata.labels?.[INSTANCE_LABEL];
  if (label !== undefined && isWrittenByArgoCd(stranger))
    return `labelled as of the Argo Application '${label}', which Argo CD delivers`;
  const controller = stranger.metadata.ownerReferences?.[0];
  if (controller) return `it belongs to ${controller.kind} ${controller.name}`;
  const set = memberOf(stranger);
  if (set !== undefined) return `it is part of the ApplySet '${set}'`;
  return managers.length === 0
    ? 'its owner is unknown'
    : `made by ${[...new Set(managers)].map((manager) => `'${manager}'`).join(', ')}`;
}
