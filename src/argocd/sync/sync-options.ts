import type { KubeObject } from '../../manifest/kube-object.js';
import type { ArgoApplication } from '../application/application.js';
import type { SyncOptionName } from './sync-option-table.js';

/** The annotation with the sync options of one object, separated by commas. */
export const SYNC_OPTIONS_ANNOTATION = 'argocd.argoproj.io/sync-options';

/** The sync options in the annotation of an object, such as `Prune=false`. */
export function objectSyncOptions(object: KubeObject): readonly string[] {
  const value: unknown = object.metadata.annotations?.[SYNC_OPTIONS_ANNOTATION];
  return typeof value !== 'string' ? [] : value.split(',').map((option) => option.trim());
}

/** The sync options of an Argo Application, spelt exactly as Argo CD compares them. */
export function applicationSyncOptions(application: ArgoApplication): readonly string[] {
  const options: unknown = application.spec.syncPolicy?.syncOptions;
  return Array.isArray(options) ? options.filter((option) => typeof option === 'string') : [];
}

/** The value of an option in one list of options; undefined when the list does not have it. */
export function optionIn(options: readonly string[], name: SyncOptionName): string | undefined {
  const prefix = `${name}=`;
  return options.find((option) => option.startsWith(prefix))?.slice(prefix.length);
}

/**
 * The value of an option for an object: the object's own value comes first, then that of its Argo
 * Application, as in Argo CD. Undefined when neither has the option.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export function syncOption(
  name: SyncOptionName,
  object: readonly string[],
  application: readonly string[],
): string | undefined {
  return optionIn(object, name) ?? optionIn(application, name);
}

/**
 * An annotation of an Argo Application: the time at which somebody agreed to the deletions of objects with
 * `Prune=confirm` or `Delete=confirm`, in RFC 3339.
 */
export const DELETION_APPROVED = 'argocd.argoproj.io/deletion-approved';

/** Whether an object may be deleted, by its options: with `confirm` only when a person agreed. */
export type DeletionConsent = 'yes' | 'no' | 'confirm';

/**
 * Whether an object that left Git may be pruned: its live annotation comes before the application's option.
 */
export function pruneConsent(live: KubeObject, application: readonly string[]): DeletionConsent {
  return consentOf('Prune', live, application);
}

/** Whether an object may be deleted together with its Argo Application. */
export function deletionConsent(live: KubeObject, application: readonly string[]): DeletionConsent {
  return consentOf('Delete', live, application);
}

function consentOf(option: 'Prune' | 'Delete', live: KubeObject, application: readonly string[]): DeletionConsent {
  const value = syncOption(option, objectSyncOptions(live), application);
  if (value === 'false') return 'no';
  return value === 'confirm' ? 'confirm' : 'yes';
}

/**
 * Whether an approval holds for a run: somebody gave it after the last run began, and not in the future. In
 * Argo CD the approval has to be newer than the operation that asks for it. In a pipeline, the run before
 * asks.
 *
 * @param approval value of `argocd.argoproj.io/deletion-approved`
 * @param last when the last run began; undefined when there was none
 */
export function isDeletionApproved(approval: string | undefined, last: Date | undefined, now: Date): boolean {
  if (approval === undefined || !/^\d{4}-\d\d-\d\dT/.test(approval)) return false;
  const time = Date.parse(approval);
  return time <= now.getTime() && (last === undefined || time >= last.getTime());
}
