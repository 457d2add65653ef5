import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import { destinationNamespace, type NamespacedTarget } from './destination-namespace.js';
import { lookUp } from './look-up.js';

/**
 * Destination namespaces that are to be created when they do not exist. An account that may not ask is taken
 * to have been given an existing one.
 */
export async function lookUpNamespaces(
  targets: readonly NamespacedTarget[],
  {
    client,
    discovery,
    signal,
  }: { readonly client: KubeClient; readonly discovery: Discovery; readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, KubeObject>> {
  const resource = discovery.find('v1', 'Namespace');
  const sought = [...new Set(targets.flatMap(destinationNamespace))].map((name) => ({
    group: '',
    kind: 'Namespace',
    name,
  }));
  if (!resource || sought.length === 0) return new Map();
  try {
    return await lookUp(
      client,
      sought.map((identity) => ({ identity, resource })),
      { signal },
    );
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_FORBIDDEN') throw error;
    return new Map(
      sought.map((identity) => [
        identityKey(identity),
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: identity.name } },
      ]),
    );
  }
}
