import { createHash } from 'node:crypto';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/**
 * Names of the ApplySet specification, the one standard for "these objects belong together", so that other
 * tools understand what a sync owns.
 *
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/3659-kubectl-apply-prune
 */
export const APPLYSET = {
  /** Label of the parent. */
  id: 'applyset.kubernetes.io/id',
  /** Label of every member. */
  partOf: 'applyset.kubernetes.io/part-of',
  tooling: 'applyset.kubernetes.io/tooling',
  groupKinds: 'applyset.kubernetes.io/contains-group-kinds',
  namespaces: 'applyset.kubernetes.io/additional-namespaces',
} as const;

/** The id of the set whose parent is this ConfigMap. */
export function applysetId(parent: { readonly name: string; readonly namespace: string }): string {
  const digest = createHash('sha256').update(`${parent.name}.${parent.namespace}.ConfigMap.`).digest('base64url');
  return `applyset-${digest}-v1`;
}

/** The set that an object says it is part of. */
export function memberOf(object: Pick<KubeObject, 'metadata'>): string | undefined {
  return object.metadata.labels?.[APPLYSET.partOf];
}

/** Annotations of a parent with these members. */
export function parentAnnotations(
  members: Iterable<ObjectIdentity>,
  parentNamespace: string,
  tooling: string,
): Record<string, string> {
  const kinds = new Set<string>();
  const namespaces = new Set<string>();
  for (const { group, kind, namespace } of members) {
    kinds.add(group === '' ? kind : `${kind}.${group}`);
    if (namespace !== undefined && namespace !== parentNamespace) namespaces.add(namespace);
  }
  return {
    [APPLYSET.tooling]: tooling,
    [APPLYSET.groupKinds]: [...kinds].sort().join(','),
    [APPLYSET.namespaces]: [...namespaces].sort().join(','),
  };
}
