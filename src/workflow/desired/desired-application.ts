import type { ArgoApplication } from '../../argocd/application/application.js';
import { readIgnoreRules } from '../../argocd/application/ignore-differences.js';
import { instanceName } from '../../argocd/application/instance-name.js';
import { isArgoCdDelivery } from '../../argocd/application/is-argocd-delivery.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { trackingSettings } from '../../argocd/application/tracking-settings.js';
import { ANNOTATION, LABEL } from '../../argocd/labels.js';
import { retryPolicyOf } from '../../argocd/sync/retry-policy.js';
import { applicationSyncOptions, DELETION_APPROVED } from '../../argocd/sync/sync-options.js';
import { waveOf } from '../../argocd/sync/waves.js';
import { applicationKey } from '../../cluster/inventory/name.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import { repositoryIdentity } from '../../host/address.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { contentOf } from './content.js';

/** What is known of the Argo CD that has an Argo Application. */
export interface ArgoCdOfApplication {
  /** `argocd-cm`, when Git has it. */
  readonly settings?: KubeObject | undefined;
  /** The namespace that it runs in. Default: not known. */
  readonly controlNamespace?: string | undefined;
}

/**
 * What the cluster layer needs to know of a rendered Argo Application.
 *
 * @param argocd its Argo CD
 * @param content digest of the objects, where it is known
 * @throws GitopsError ARGOCD_INVALID_CUSTOMIZATION
 */
export function toDesiredApplication(
  application: ArgoApplication,
  file: string,
  objects: readonly KubeObject[],
  { settings, controlNamespace }: ArgoCdOfApplication = {},
  content = contentOf(application.spec.destination.namespace, objects),
): DesiredApplication {
  const { metadata, spec } = application;
  const automated = spec.syncPolicy?.automated;
  const { namespace } = spec.destination;
  const migrationManager = metadata.annotations?.['argocd.argoproj.io/client-side-apply-migration-manager'];
  const instance = applicationKey(metadata);
  const trackedAs = instanceName(metadata, controlNamespace);
  const tracking = trackingSettings(trackedAs, settings);
  const movedFrom = metadata.annotations?.[ANNOTATION.movedFrom];
  const approved = metadata.annotations?.[DELETION_APPROVED];
  const retry = retryPolicyOf(application);
  const ignoreDifferences = readIgnoreRules(spec.ignoreDifferences, settings);
  const labels = Object.fromEntries(
    Object.values(LABEL).flatMap((key) => (metadata.labels?.[key] === undefined ? [] : [[key, metadata.labels[key]]])),
  );
  return {
    name: metadata.name,
    instance,
    ...(trackedAs === instance ? {} : { trackedAs }),
    repository: repositoryIdentity(sourcesOf(application)[0]?.repoURL ?? ''),
    ...(namespace ? { namespace } : {}),
    ...(movedFrom ? { movedFrom: applicationKey({ ...metadata, name: movedFrom }) } : {}),
    labels,
    syncOptions: applicationSyncOptions(application),
    ...(migrationManager ? { migrationManager } : {}),
    ...(tracking ? { tracking } : {}),
    ...(spec.syncPolicy?.managedNamespaceMetadata
      ? { namespaceMetadata: spec.syncPolicy.managedNamespaceMetadata }
      : {}),
    ...(ignoreDifferences.length === 0 ? {} : { ignoreDifferences }),
    deletionApproved: approved,
    // `automated:` with nothing below means manual.
    prune: automated === undefined || automated === null || automated.prune === true,
    ...(retry ? { retry } : {}),
    ...(isArgoCdDelivery(application)
      ? { argocd: { prunes: automated?.prune === true && automated['enabled'] !== false } }
      : {}),
    wave: waveOf(application),
    file,
    content,
    objects,
  };
}
