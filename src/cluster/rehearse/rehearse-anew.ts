import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';
import { explainRejection } from './explain-rejection.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';

/** What became of the creation of an object whose update was refused. */
export interface AnewRehearsal {
  /** Why it would be refused too. */
  readonly refusal?: GitopsError;
  /** What would be created. */
  readonly anew?: KubeObject;
}

/**
 * An update that is refused for fields that cannot change may hide what the creation would be refused for:
 * nothing is deleted for a manifest that is not accepted.
 */
export async function rehearseAnew(
  client: KubeClient,
  desired: DesiredObject,
  signal?: AbortSignal,
): Promise<AnewRehearsal> {
  // Its name follows from its content.
  if (desired.identity.kind === 'CustomResourceDefinition') return {};
  try {
    const anew = await rehearseElsewhere(client, desired, signal, desired.identity.namespace);
    return anew ? { anew } : {};
  } catch (error) {
    const refusal = explainRejection(error, desired);
    if (!GitopsError.is(refusal) || refusal.code !== 'CLUSTER_INVALID') throw error;
    return { refusal };
  }
}
