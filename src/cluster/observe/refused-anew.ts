import { GitopsError } from '../../errors.js';
import type { DesiredObject } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';
import { explain } from './rehearse.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';

/** An update that is refused for fields that cannot change may hide what the creation would be refused for: nothing is deleted for a manifest that is not accepted. */
export async function refusedAnew(client: KubeClient, desired: DesiredObject, signal?: AbortSignal): Promise<GitopsError | undefined> {
  // Its name follows from its content.
  if (desired.identity.kind === 'CustomResourceDefinition') return undefined;
  try {
    await rehearseElsewhere(client, desired, signal, desired.identity.namespace);
    return undefined;
  } catch (error) {
    const refusal = explain(error, desired);
    if (!GitopsError.is(refusal) || refusal.code !== 'CLUSTER_INVALID') throw error;
    return refusal;
  }
}
