import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { isManagedAsWanted, type ManagedNamespace, managedNamespace } from '../objects/managed-namespace.js';
import { explainRejection } from '../rehearse/explain-rejection.js';
import type { KubeClient } from '../transport/client.js';
import { destinationNamespace, type NamespacedTarget } from './destination-namespace.js';

/** What is to be done to the destination namespace. */
export interface ObservedNamespace {
  /** The destination namespace, when it has to be created first. */
  readonly createNamespace?: string;
  /** The destination namespace, when its labels and annotations are not those that they are to be. */
  readonly manageNamespace?: ManagedNamespace;
}

export interface NamespaceContext {
  /** What lives, by `identityKey`. */
  readonly found: ReadonlyMap<string, KubeObject>;
  /** Namespaces that do not exist, and the wave of the Argo Application that brings each first. */
  readonly coming: ReadonlyMap<string, number>;
  /** Try it, by a dry run. */
  readonly rehearse: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Looks at the destination namespace of an Argo Application, and tries by a dry run what is to be done to it.
 * What another one of an earlier wave creates is not tried: it will be there by then.
 *
 * @returns with why the cluster would refuse it
 */
export async function observeNamespace(
  client: KubeClient,
  target: NamespacedTarget,
  { found, coming, rehearse, signal }: NamespaceContext,
): Promise<ObservedNamespace & { readonly problem?: GitopsError }> {
  const [name] = destinationNamespace(target);
  if (name === undefined) return {};
  const live = found.get(identityKey({ group: '', kind: 'Namespace', name }));
  const managed = managedNamespace(target.application);
  const change = {
    ...(coming.has(name) ? { createNamespace: name } : {}),
    ...(managed && !(live && isManagedAsWanted(live, managed)) ? { manageNamespace: managed } : {}),
  };
  const isLate = (coming.get(name) ?? Number.POSITIVE_INFINITY) < target.application.wave;
  if (!rehearse || isLate || Object.keys(change).length === 0) return change;
  const problem = await problemOf(client, name, change.manageNamespace, signal);
  return { ...change, ...(problem ? { problem } : {}) };
}

async function problemOf(
  client: KubeClient,
  name: string,
  managed: ManagedNamespace | undefined,
  signal: AbortSignal | undefined,
): Promise<GitopsError | undefined> {
  const path = '/api/v1/namespaces';
  try {
    await client.request(
      managed
        ? {
            method: 'PATCH',
            path: `${path}/${name}`,
            query: { fieldManager: managed.manager, fieldValidation: 'Strict', force: true, dryRun: 'All' },
            contentType: 'application/apply-patch+yaml',
            body: managed.manifest,
          }
        : {
            method: 'POST',
            path,
            query: { dryRun: 'All' },
            body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
          },
      signal,
    );
    return undefined;
  } catch (error) {
    const failure = explainRejection(error, { identity: { group: '', kind: 'Namespace', name } });
    if (!GitopsError.is(failure) || failure.code === 'INTERRUPTED') throw error;
    // Somebody else created it meanwhile.
    return failure.code === 'CLUSTER_CONFLICT' ? undefined : failure;
  }
}
