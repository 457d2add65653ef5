/** The ConfigMap `argocd-cm` with every setting that is read, for a repository that has an AppProject of the id. */
export function soundSettings(id: string): unknown {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'argocd', labels: { a: 'b' } },
    data: {
      'kustomize.buildOptions': '--enable-helm --load-restrictor LoadRestrictionsNone',
      'application.instanceLabelKey': 'a.example.com/b',
      'application.resourceTrackingMethod': 'annotation',
      installationID: 'i',
      globalProjects: `- labelSelector: {matchExpressions: [{key: a, operator: Exists}]}\n  projectName: shop-${id}\n`,
      'resource.customizations.ignoreDifferences.all': 'managedFieldsManagers: [m]\njsonPointers: [/a]\n',
      'resource.customizations.health.example.com_Widget': 'return {}',
      'resource.customizations': 'apps/Deployment:\n  ignoreDifferences: |\n    jsonPointers: [/spec]\n',
      'resource.exclusions': '- apiGroups: [a]\n  kinds: [b]\n  clusters: [c]\n',
      'timeout.reconciliation': '180s',
    },
  };
}
