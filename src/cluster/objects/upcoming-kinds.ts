import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import type { ApiResource } from '../transport/discovery.js';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/**
 * The kinds that CustomResourceDefinitions among these objects define: the cluster serves them once they are
 * applied and established.
 */
export function upcomingKinds(objects: readonly KubeObject[]): readonly ApiResource[] {
  return objects.filter(isDefinition).flatMap((definition) => {
    const spec = definition['spec'];
    const names = isRecord(spec) ? spec['names'] : undefined;
    if (!isRecord(spec) || !isRecord(names) || !Array.isArray(spec['versions'])) return [];
    return spec['versions']
      .filter(
        (version): version is Readonly<Record<string, unknown>> => isRecord(version) && version['served'] !== false,
      )
      .map((version) => ({
        group: anyText(spec['group']),
        version: anyText(version['name']),
        kind: anyText(names['kind']),
        resource: anyText(names['plural']),
        namespaced: spec['scope'] === 'Namespaced',
        verbs: VERBS,
      }));
  });
}

/** True for a CustomResourceDefinition. */
export function isDefinition(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return object.kind === 'CustomResourceDefinition' && object.apiVersion.startsWith('apiextensions.k8s.io/');
}
