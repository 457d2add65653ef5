import { declareOptions } from '../../command/declare-options.js';

/** How clusters are reached. */
export const accessOptions = declareOptions('access', {
  access: {
    flags: '--access <file>',
    help: 'YAML: the name of a cluster to its kubeconfig and context',
    common: true,
  },
  kubeconfig: {
    flags: '--kubeconfig <file>',
    help: 'kubeconfig with the contexts (default: KUBECONFIG, then ~/.kube/config)',
    common: true,
  },
  allowSharedCluster: {
    flags: '--allow-shared-cluster',
    help: 'let several Clusters of the repository be one and the same cluster',
    engine: 'allowSharedCluster',
  },
  inventoryNamespace: {
    flags: '--inventory-namespace <name>',
    help: "namespace of inventories and locks in each cluster (default: 'gitops-system')",
    engine: 'inventoryNamespace',
  },
});
