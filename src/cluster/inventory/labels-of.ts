/** Marks the ConfigMaps that are inventories. */
export const INVENTORY_LABEL = 'cdk8s-gitops.io/inventory';

/** The labels of a ConfigMap that are those of its Argo Application. */
export function labelsOf(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).filter(([key]) => key.startsWith('cdk8s-gitops.io/') && key !== INVENTORY_LABEL),
  );
}
