import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { destinationNamespace } from './destination-namespace.js';
import type { ObservationTarget } from './observed-application.js';

/**
 * Namespaces that do not exist and that this run brings, with the wave of the Argo Application that brings
 * each first.
 */
export function comingNamespaces(
  targets: readonly ObservationTarget[],
  own: (target: ObservationTarget) => ReadonlyMap<string, KubeObject>,
  found: ReadonlyMap<string, KubeObject>,
): ReadonlyMap<string, number> {
  const coming = new Map<string, number>();
  for (const target of targets) {
    const brought = target.objects
      .filter(({ identity }) => identity.kind === 'Namespace' && identity.group === '')
      .map(({ identity }) => identity.name);
    for (const name of [...brought, ...destinationNamespace(target)]) {
      const key = identityKey({ group: '', kind: 'Namespace', name });
      if (found.has(key) || targets.some((other) => own(other).has(key))) continue;
      coming.set(name, Math.min(coming.get(name) ?? Number.POSITIVE_INFINITY, target.application.wave));
    }
  }
  return coming;
}
