import type { ArgoApplication } from '../../argocd/application/application.js';
import { IN_CLUSTER_SERVER } from '../../argocd/clusters/cluster-secret.js';
import { defined } from '../../manifest/defined.js';
import { sortedByKey } from '../../manifest/sorted-by-key.js';
import type { RootApplication } from '../../model/check-root-application.js';
import { mergeArgoSettings } from '../../model/merge-argo-settings.js';
import type { Repository } from '../../model/repository.js';
import { SyncPolicy } from '../../model/sync-policy.js';

/** It never deletes by itself: an Argo Application that left Git is pruned by a person. */
const SYNC_POLICY = SyncPolicy.automated({ selfHeal: true, options: { createNamespace: false } });

/**
 * The app of apps as the props describe it, without further fields: apply it once to Argo CD, and it brings
 * clusters, projects and applications.
 */
export function ownRootApplication(
  { argocdNamespace: namespace, url, branch, output }: Repository,
  { name, project, include, exclude, level }: RootApplication,
): ArgoApplication {
  const { labels, annotations, syncPolicy } = mergeArgoSettings([{ syncPolicy: SYNC_POLICY }, level.settings]);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace, ...unlessEmpty({ labels }), ...unlessEmpty({ annotations }) },
    spec: {
      project,
      source: {
        repoURL: url,
        targetRevision: branch,
        path: output,
        directory: { recurse: true, include, ...defined({ exclude }) },
      },
      destination: { server: IN_CLUSTER_SERVER, namespace },
      syncPolicy,
    },
  };
}

/** Only the maps that have something in them, with their keys sorted. */
function unlessEmpty(maps: Readonly<Record<string, Readonly<Record<string, string>>>>): object {
  return Object.fromEntries(
    Object.entries(maps)
      .filter(([, map]) => Object.keys(map).length > 0)
      .map(([key, map]) => [key, sortedByKey(map)]),
  );
}
