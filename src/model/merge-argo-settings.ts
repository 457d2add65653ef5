import type { ApplicationSyncPolicy } from '../argocd/application/application.js';
import type { ArgoApplicationFields } from './argo-application-fields.js';
import type { ArgoApplicationSettings } from './argo-application-settings.js';
import type { IgnoreDifferences } from './ignore-differences.js';
import { mergeFields } from './merge-fields.js';
import { mergeSyncPolicies } from './merge-sync-policies.js';

/** What everything around an Argo Application says of it. */
export interface MergedArgoSettings {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly wave: number | undefined;
  readonly syncPolicy: ApplicationSyncPolicy;
  readonly ignoreDifferences: readonly IgnoreDifferences[];
  readonly argoApplication: ArgoApplicationFields;
}

/**
 * The one rule by which settings of Argo Applications are merged. Pure.
 *
 * - maps (labels, annotations, `argoApplication`): by key, the innermost wins
 * - single values (the wave): the innermost that is given
 * - `syncPolicy`: see `mergeSyncPolicies`
 * - `ignoreDifferences`: all of them, the outermost first
 *
 * @param levels the outermost first: Repository, Environment, Application, overlay
 */
export function mergeArgoSettings(levels: readonly ArgoApplicationSettings[]): MergedArgoSettings {
  const { labels, annotations, wave, argoApplication } = levels.reduce<ArgoApplicationSettings>(
    (outer, inner) =>
      mergeFields(outer, {
        labels: inner.labels,
        annotations: inner.annotations,
        wave: inner.wave,
        argoApplication: inner.argoApplication,
      }),
    {},
  );
  return {
    labels: labels ?? {},
    annotations: annotations ?? {},
    wave,
    syncPolicy: mergeSyncPolicies(levels.flatMap(({ syncPolicy }) => (syncPolicy ? [syncPolicy._parts] : []))),
    ignoreDifferences: levels.flatMap(({ ignoreDifferences = [] }) => ignoreDifferences),
    argoApplication: argoApplication ?? {},
  };
}
