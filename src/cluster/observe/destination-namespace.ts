import type { DesiredApplication, DesiredHook, DesiredObject } from '../objects/desired.js';

/** An Argo Application and what it wants. */
export interface NamespacedTarget {
  readonly application: DesiredApplication;
  readonly objects: readonly DesiredObject[];
  readonly hooks: readonly DesiredHook[];
}

/**
 * The namespace that `CreateNamespace=true` asks for, unless the application brings it itself. None, or one.
 * Pure.
 */
export function destinationNamespace({ application, objects, hooks }: NamespacedTarget): readonly string[] {
  const { namespace, syncOptions } = application;
  if (namespace === undefined || objects.length + hooks.length === 0 || !syncOptions.includes('CreateNamespace=true'))
    return [];
  return objects.some(({ identity }) => identity.kind === 'Namespace' && identity.name === namespace)
    ? []
    : [namespace];
}
