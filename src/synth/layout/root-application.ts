import type { ArgoApplication } from '../../argocd/application/application.js';
import { IN_CLUSTER_SERVER } from '../../argocd/clusters/cluster-secret.js';
import type { Repository } from '../../model/repository.js';

/**
 * The app of apps: apply it once to Argo CD, and it brings clusters, projects and applications. It never
 * deletes by itself: an Argo Application that left Git is pruned by a person.
 */
export function rootApplication({
  rootApplication: name,
  argocdNamespace: namespace,
  url,
  branch,
  output,
}: Repository): ArgoApplication {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace },
    spec: {
      project: 'default',
      source: {
        repoURL: url,
        targetRevision: branch,
        path: output,
        directory: { recurse: true, include: '{applications/*,applicationsets/*,clusters/*,projects/*}' },
      },
      destination: { server: IN_CLUSTER_SERVER, namespace },
      syncPolicy: { automated: { prune: false, selfHeal: true } },
    },
  };
}
