import type { KubeObject } from '../../manifest/kube-object.js';
import type { ArgoApplication } from '../application/application.js';
import type { SyncOptionName } from './sync-option-table.js';

/** Comma-separated sync options of one object. */
export const SYNC_OPTIONS_ANNOTATION = 'argocd.argoproj.io/sync-options';

/** The sync options of an object, such as `Prune=false`: those of its annotation. */
export function objectSyncOptions(object: KubeObject): readonly string[] {
  const value: unknown = object.metadata.annotations?.[SYNC_OPTIONS_ANNOTATION];
  return typeof value !== 'string' ? [] : value.split(',').map((option) => option.trim());
}

/** The sync options of an Argo Application, spelt exactly as Argo CD compares them. */
export function applicationSyncOptions(application: ArgoApplication): readonly string[] {
  const options: unknown = application.spec.syncPolicy?.syncOptions;
  return Array.isArray(options) ? options.filter((option) => typeof option === 'string') : [];
}

/**
 * Value of an option: the object's own first, then the application's, as Argo CD decides `Prune` and
 * `Delete`; undefined when neither names it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export function syncOption(
  name: SyncOptionName,
  object: readonly string[],
  application: readonly string[] = [],
): string | undefined {
  const prefix = `${name}=`;
  const found =
    object.find((option) => option.startsWith(prefix)) ?? application.find((option) => option.startsWith(prefix));
  return found?.slice(prefix.length);
}

/**
 * On an Argo Application: when somebody agreed to the deletions that ask for it (`Prune=confirm`,
 * `Delete=confirm`), RFC 3339.
 */
export const DELETION_APPROVED = 'argocd.argoproj.io/deletion-approved';

/** Whether an object says that it may be deleted: `confirm` only when a person agreed. */
export type Wish = 'yes' | 'no' | 'confirm';

/** What an object that left Git says of being pruned: its live annotation before the application's option. */
export function pruneWish(live: KubeObject, application: readonly string[]): Wish {
  return wishOf('Prune', live, application);
}

/** What an object says of being deleted together with its Argo Application. */
export function deletionWish(live: KubeObject, application: readonly string[]): Wish {
  return wishOf('Delete', live, application);
}

function wishOf(option: 'Prune' | 'Delete', live: KubeObject, application: readonly string[]): Wish {
  const value = syncOption(option, objectSyncOptions(live), application);
  if (value === 'false') return 'no';
  return value === 'confirm' ? 'confirm' : 'yes';
}

/**
 * Whether an approval holds for a run: given after the last one, and not in the future. In Argo CD it has to
 * be newer than the operation that asks for it; a pipeline asks by the run before.
 *
 * @param approval value of `argocd.argoproj.io/deletion-approved`
 * @param last when the last run began; undefined when there was none
 */
export function isDeletionApproved(approval: string | undefined, last: Date | undefined, now: Date): boolean {
  if (approval === undefined || !/^\d{4}-\d\d-\d\dT/.test(approval)) return false;
  const time = Date.parse(approval);
  return time <= now.getTime() && (last === undefined || time >= last.getTime());
}
