import { readTracking, tracksItself } from '../../argocd/application/tracking.js';
import { DELETION_APPROVED, deletionConsent, pruneConsent } from '../../argocd/sync/sync-options.js';
import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { InventoryEntry } from '../inventory/inventory.js';
import type { DesiredApplication } from '../objects/desired.js';
import { ownEntry } from '../objects/fingerprint.js';
import { ownsTracking } from '../objects/owns-tracking.js';
import { isProtectedKind } from '../objects/protected-kinds.js';

/** How much a sync may delete. */
export interface PruneOptions {
  /** Default: the application's `syncPolicy`; objects that left Git stay otherwise. */
  readonly prune?: boolean;
  /** Delete the last objects of an Argo Application too. Default: false. */
  readonly allowEmpty?: boolean;
  /** Delete Namespaces, CustomResourceDefinitions and volumes too. Default: false. */
  readonly pruneProtected?: boolean;
  /** Most objects one sync of one Argo Application may delete. Default: 100. */
  readonly maxPrune?: number;
  /**
   * Most of an inventory that one sync may delete, in per cent; counts from the sixth object on. Default: 50.
   */
  readonly maxPrunePercent?: number;
  /** Delete what asks for a confirmation (`Prune=confirm`, `Delete=confirm`). Default: false. */
  readonly confirmPrune?: boolean;
  /**
   * The Argo Application itself is deleted: what asks for `Delete=false` or `Delete=confirm` stays, too.
   * Default: false.
   */
  readonly deleting?: boolean;
}

export const DEFAULT_MAX_PRUNE = 100;
export const DEFAULT_MAX_PRUNE_PERCENT = 50;
/** Below this many deletions a percentage says nothing: two objects of three are acceptable. */
const PERCENT_FROM = 6;

const SYSTEM_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What a guard needs to know, in addition to the object. */
export interface GuardContext {
  readonly application: Pick<
    DesiredApplication,
    'instance' | 'trackedAs' | 'syncOptions' | 'prune' | 'project' | 'deletionConfirmed'
  >;
  readonly options: PruneOptions;
  readonly inventoryNamespace: string;
  /** The Argo Application goes whole: nobody can approve of it in Git. Default: false. */
  readonly cascade?: boolean;
}

/** Why a deletion is forbidden. */
export interface Refusal {
  readonly reason: string;
  /** False when the object is not ours any more. */
  readonly retained: boolean;
}

/**
 * The first guard that forbids deleting a member of our set that is no longer desired; undefined when it may
 * go. Pure.
 */
export function guardDeletion(entry: InventoryEntry, live: KubeObject, context: GuardContext): Refusal | undefined {
  return foreign(entry, live, context) ?? unwanted(entry, live, context);
}

/**
 * Guards over all deletions of one Argo Application. Pure.
 *
 * @returns the error that stops the sync before anything is changed; undefined when the amount is fine
 */
export function guardAmount(
  name: string,
  deletions: number,
  owned: number,
  desired: number,
  options: PruneOptions,
): GitopsError | undefined {
  if (deletions === 0) return undefined;
  if (desired === 0 && !options.allowEmpty) {
    return new GitopsError(
      'CLUSTER_PRUNE_EMPTY',
      `'${name}' has no objects in Git: ${deletions} ${plural(deletions)} would be deleted`,
      {
        hint: 'If that is meant, sync with --allow-empty.',
      },
    );
  }
  const { maxPrune = DEFAULT_MAX_PRUNE, maxPrunePercent = DEFAULT_MAX_PRUNE_PERCENT } = options;
  const percent = Math.ceil((100 * deletions) / Math.max(owned, 1));
  const exceeded = [
    ...(deletions > maxPrune ? [{ limit: `${maxPrune}`, option: `--max-prune ${deletions}` }] : []),
    ...(desired > 0 && deletions >= PERCENT_FROM && percent > maxPrunePercent
      ? [{ limit: `${maxPrunePercent} %`, option: `--max-prune-percent ${percent}` }]
      : []),
  ];
  if (exceeded.length === 0) return undefined;
  const limits = exceeded.map(({ limit }) => limit).join(' and ');
  return new GitopsError(
    'CLUSTER_PRUNE_LIMIT',
    `'${name}' would delete ${deletions} of ${owned} objects (${percent} %), more than ${limits}`,
    {
      hint: `Check the diff; if it is meant, sync with ${exceeded.map(({ option }) => option).join(' ')}.`,
      data: { deletions, owned, percent, maxPrune, maxPrunePercent },
    },
  );
}

function foreign(entry: InventoryEntry, live: KubeObject, { application }: GuardContext): Refusal | undefined {
  const identity: ObjectIdentity = entry;
  if (entry.uid !== undefined && entry.uid !== live.metadata.uid)
    return { reason: 'replaced by another object of that name', retained: false };
  const owner = live.metadata.ownerReferences?.[0];
  if (owner) return { reason: `belongs to ${owner.kind} ${owner.name}`, retained: false };
  const tracking = readTracking(live);
  const { instance, trackedAs = instance } = application;
  // What an earlier run wrote may have another name: where Argo CD runs was derived otherwise.
  const isOurs = tracking?.application === trackedAs || ownsTracking(ownEntry(live));
  if (tracking && tracksItself(tracking, identity) && !isOurs) {
    return { reason: `tracked by the Argo Application '${tracking.application}'`, retained: false };
  }
  return undefined;
}

function unwanted(entry: InventoryEntry, live: KubeObject, context: GuardContext): Refusal | undefined {
  const { application, options, inventoryNamespace } = context;
  const retained = true;
  if (live.metadata.deletionTimestamp) return { reason: 'is being deleted already', retained };
  if (!(options.prune ?? application.prune)) return { reason: 'pruning is off', retained };
  if (
    entry.kind === 'Namespace' &&
    entry.group === '' &&
    [inventoryNamespace, ...SYSTEM_NAMESPACES].includes(entry.name)
  ) {
    return { reason: 'this namespace is never deleted', retained };
  }
  if (application.project?.permits(entry) === false) {
    return { reason: `the AppProject '${application.project.name}' does not permit it any more`, retained };
  }
  const confirmed = options.confirmPrune === true || application.deletionConfirmed === true;
  const consents = {
    Prune: pruneConsent(live, application.syncOptions),
    Delete: options.deleting ? deletionConsent(live, application.syncOptions) : 'yes',
  };
  for (const [option, consent] of Object.entries(consents)) {
    if (consent === 'no') return { reason: `its sync option ${option}=false`, retained };
    if (consent === 'confirm' && !confirmed) {
      const approval = context.cascade || options.deleting ? '' : `, or once ${DELETION_APPROVED} says when`;
      return { reason: `its sync option ${option}=confirm: deleted with --confirm-prune${approval}`, retained };
    }
  }
  if (live.metadata.annotations?.['helm.sh/resource-policy'] === 'keep')
    return { reason: 'its annotation helm.sh/resource-policy: keep', retained };
  if (isProtectedKind(entry) && !options.pruneProtected) {
    return { reason: `a ${entry.kind} is deleted only with --prune-protected`, retained };
  }
  return undefined;
}

function plural(count: number): string {
  return count === 1 ? 'object' : 'objects';
}
