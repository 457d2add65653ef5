import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { ApiResource } from '../transport/discovery.js';

/**
 * A kind that no cluster or manifest describes yet, as Kubernetes guesses it: the plural by the rules of
 * English, and namespaced.
 */
export function guessResource({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): ApiResource {
  const singular = kind.toLowerCase();
  const plural = pluralOf(singular);
  return {
    group: groupOf(apiVersion),
    version: apiVersion.split('/').at(-1) ?? apiVersion,
    kind,
    resource: plural,
    namespaced: true,
    verbs: [],
  };
}

function pluralOf(singular: string): string {
  if (/(s|x|z|ch|sh)$/.test(singular)) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
