import type { ApiResource, Discovery } from '../../../src/cluster/transport/discovery.js';
import { objectPath } from '../../../src/cluster/transport/path.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import type { ScenarioFiles } from './scenario-files.js';

export type Kind = Omit<ApiResource, 'verbs'>;

/**
 * What names an object in a scenario: `Kind/name`, `Kind/namespace/name` in another namespace than the
 * scenario's, `Kind.group/…` where the kind alone is not enough.
 */
export interface References {
  /** @throws Error when the kind is not served */
  kind(kind: string): Kind;
  /** @throws Error when the kind is not served */
  path(reference: string): string;
  /** As a scenario writes it; generated names end in `*`. */
  of(
    object: Pick<KubeObject, 'kind'> & { readonly metadata: { readonly name?: string; readonly namespace?: string } },
  ): string;
}

export interface ReferenceOptions {
  readonly discovery: Discovery;
  /** The scenario's. */
  readonly namespace: string;
  readonly files: Pick<ScenarioFiles, 'ownKinds' | 'generateNames'>;
}

const GROUPS = [
  '',
  'apps',
  'batch',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'policy',
  'autoscaling',
  'storage.k8s.io',
  'apiextensions.k8s.io',
];

export function references({ discovery, namespace, files }: ReferenceOptions): References {
  const resourceOf = (reference: string): Kind => {
    const [, kind = reference, group] = /^([^.]+)\.(.+)$/.exec(reference) ?? [];
    const own = files.ownKinds.find((one) => one.kind === kind);
    const groups = group === undefined ? GROUPS : [group];
    const found = own ?? groups.map((one) => discovery.preferred(one, kind)).find((one) => one !== undefined);
    if (!found)
      throw new Error(
        `kind '${reference}' is not served by the cluster: write Kind.group, or bring its CustomResourceDefinition in the scenario`,
      );
    return found;
  };
  return {
    kind: resourceOf,
    path(reference) {
      const [kind = '', ...place] = reference.split('/');
      const resource = resourceOf(kind);
      const name = place.at(-1) ?? '';
      return objectPath(
        resource,
        resource.namespaced ? { namespace: place.length > 1 ? place[0] : namespace, name } : { name },
      );
    },
    of({ kind, metadata: { name = '', namespace: own } }) {
      const prefix = files.generateNames.find((one) => name.startsWith(one) && name !== one);
      const place = own === undefined || own === namespace ? '' : `${own}/`;
      return `${kind}/${place}${prefix === undefined ? name : `${prefix}*`}`;
    },
  };
}
