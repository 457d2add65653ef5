import type { ObservedApplication } from '../../cluster/observe/observed-application.js';

/** What a sync does to the destination namespace before everything else. */
export interface NamespaceChange {
  /** The destination namespace, when it is created first because `CreateNamespace=true` asks for it. */
  readonly createNamespace?: string;
  /** The destination namespace, when its labels or annotations change: `managedNamespaceMetadata`. */
  readonly updateNamespace?: string;
}

/** Empty when the destination namespace is as it should be. Pure. */
export function namespaceChange({
  createNamespace,
  manageNamespace,
}: Pick<ObservedApplication, 'createNamespace' | 'manageNamespace'>): NamespaceChange {
  if (createNamespace !== undefined) return { createNamespace };
  return manageNamespace === undefined ? {} : { updateNamespace: manageNamespace.manifest.metadata.name };
}

/** True when there is something to do. */
export function changesNamespace({ createNamespace, updateNamespace }: NamespaceChange): boolean {
  return createNamespace !== undefined || updateNamespace !== undefined;
}
