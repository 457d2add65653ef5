import type { KubeObject } from './kube-object.js';

/** What makes an object the same object across versions of its API: group, kind, namespace and name. */
export interface ObjectIdentity {
  /** API group, empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Absent for cluster-scoped objects and for objects that leave the namespace to their Application. */
  readonly namespace?: string;
  readonly name: string;
}

/** Group of an `apiVersion`: `apps` of `apps/v1`, empty for `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Version of an `apiVersion`: `v1` of `apps/v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

export function identityOf(object: KubeObject): ObjectIdentity {
  const { name, namespace, generateName } = object.metadata;
  return {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name: name ?? generateName ?? '',
  };
}

/** A string that is equal exactly when the identities are: `apps/Deployment/shop/web`, `/Namespace//shop`. */
export function identityKey(identity: ObjectIdentity): string {
  return `${identity.group}/${identity.kind}/${identity.namespace ?? ''}/${identity.name}`;
}

export function keyOf(object: KubeObject): string {
  return identityKey(identityOf(object));
}

/**
 * How people name it: `Deployment shop/web`; the group only where the kind alone would not say enough
 * (`Widget.example.com shop/w`).
 */
export function describeIdentity(identity: ObjectIdentity): string {
  const kind =
    identity.group.includes('.') && !identity.group.endsWith('.k8s.io')
      ? `${identity.kind}.${identity.group}`
      : identity.kind;
  return `${kind} ${identity.namespace ? `${identity.namespace}/` : ''}${identity.name}`;
}

export function describeObject(object: KubeObject): string {
  return describeIdentity(identityOf(object));
}
