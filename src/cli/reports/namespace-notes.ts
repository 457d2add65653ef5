import type { NamespaceChange } from '../../workflow/api/namespace-change.js';

/** A change of the destination namespace in words. */
export interface NamespaceNote {
  readonly action: 'create' | 'update';
  readonly namespace: string;
  /** What asks for it. */
  readonly why: string;
}

/** What is done to the destination namespace first: nothing or one thing. */
export function namespaceNotes({ createNamespace, updateNamespace }: NamespaceChange): readonly NamespaceNote[] {
  return [
    ...(createNamespace === undefined
      ? []
      : [{ action: 'create', namespace: createNamespace, why: 'CreateNamespace=true' } as const]),
    ...(updateNamespace === undefined
      ? []
      : [{ action: 'update', namespace: updateNamespace, why: 'managedNamespaceMetadata' } as const]),
  ];
}
