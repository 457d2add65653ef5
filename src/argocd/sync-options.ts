import type { KubeObject } from '../manifest/kube-object.js';
import type { ArgoApplication } from './application.js';

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
export function syncOption(name: string, object: readonly string[], application: readonly string[] = []): string | undefined {
  const prefix = `${name}=`;
  const found = object.find((option) => option.startsWith(prefix)) ?? application.find((option) => option.startsWith(prefix));
  return found?.slice(prefix.length);
}
