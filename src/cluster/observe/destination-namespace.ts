import type { ObservationTarget } from './observe.js';

/** The namespace that `CreateNamespace=true` asks for, unless the application brings it itself. None, or one. Pure. */
export function destinationNamespace({ application, objects, hooks }: ObservationTarget): readonly string[] {
  const { namespace, syncOptions } = application;
  if (namespace === undefined || objects.length + hooks.length === 0 || !syncOptions.includes('CreateNamespace=true')) return [];
  return objects.some(({ identity }) => identity.kind === 'Namespace' && identity.name === namespace) ? [] : [namespace];
}
