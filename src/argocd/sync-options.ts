import type { KubeObject } from '../manifest/kube-object.js';
import type { ArgoApplication } from './application.js';
import type { SyncOptionName } from './sync-option-table.js';

/** Comma-separated sync options of one object. */
export const SYNC_OPTIONS_ANNOTATION = 'argocd.argoproj.io/sync-options';

/** The sync options of an object, such as `Prune=false`: those of its annotation. */
export function objectSyncOptions(object: KubeObject): readonly string[] {
  const value = object.metadata.annotations?.[SYNC_OPTIONS_ANNOTATION];
  return value === undefined ? [] : value.split(',').map((option) => option.trim());
}

/** The sync options of an Argo Application, spelt exactly as Argo CD compares them. */
export function applicationSyncOptions(application: ArgoApplication): readonly string[] {
  return application.spec.syncPolicy?.syncOptions ?? [];
}

/**
 * Value of an option: the object's own first, then the application's, as Argo CD decides `Prune` and `Delete`; undefined when neither names it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export function syncOption(name: SyncOptionName, object: readonly string[], application: readonly string[] = []): string | undefined {
  const prefix = `${name}=`;
  const found = object.find((option) => option.startsWith(prefix)) ?? application.find((option) => option.startsWith(prefix));
  return found?.slice(prefix.length);
}

/** Whether an object says that it may be deleted: `confirm` only when a person agreed. */
export type Wish = 'yes' | 'no' | 'confirm';

/** What an object that left Git says of being pruned: its live annotation before the application's option, and Helm's `resource-policy: keep`. */
export function pruneWish(live: KubeObject, application: readonly string[]): Wish {
  return wishOf('Prune', live, application);
}

/** What an object says of being deleted together with its Argo Application. */
export function deletionWish(live: KubeObject, application: readonly string[]): Wish {
  return wishOf('Delete', live, application);
}

function wishOf(option: 'Prune' | 'Delete', live: KubeObject, application: readonly string[]): Wish {
  if (live.metadata.annotations?.['helm.sh/resource-policy'] === 'keep') return 'no';
  const value = syncOption(option, objectSyncOptions(live), application);
  return value === 'false' ? 'no' : value === 'confirm' ? 'confirm' : 'yes';
}
