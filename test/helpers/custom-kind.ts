import type { KubeObject } from '../../src/manifest/kube-object.js';

export interface CustomKindOptions {
  /** @default 'Widget' */
  readonly kind?: string;
  /** @default 'v1' */
  readonly version?: string;
  /** @default 'Namespaced' */
  readonly scope?: 'Namespaced' | 'Cluster';
  /** Of the whole object. Default: any fields. */
  readonly schema?: object;
}

/** A CustomResourceDefinition; `widgets.GROUP` when nothing is said. */
export function customKind(
  group: string,
  {
    kind = 'Widget',
    version = 'v1',
    scope = 'Namespaced',
    schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  }: CustomKindOptions = {},
): KubeObject {
  const singular = kind.toLowerCase();
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural: `${singular}s`, singular, listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}
