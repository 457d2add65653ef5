import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { applyObject } from '../objects/apply-object.js';
import type { DesiredObject } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';
import { errorOfTrial, trialOf } from './trial.js';

/** A namespace that every cluster has. */
const EXISTING = 'default';

/**
 * Has the API server validate the creation of an object that cannot be rehearsed in place, because its
 * namespace does not exist yet or it has to be deleted first: as a dry run under a name that nobody uses.
 * Only a refusal of the manifest itself counts; what the quotas, policies or roles there say does not.
 *
 * @param namespace where to try. Default: one that every cluster has
 * @returns what it would be, under its own name; undefined where only something else refused it
 * @throws GitopsError CLUSTER_INVALID
 */
export async function rehearseElsewhere(
  client: KubeClient,
  desired: DesiredObject,
  signal?: AbortSignal,
  namespace: string = EXISTING,
): Promise<KubeObject | undefined> {
  const trial = trialOf(desired, desired.resource.namespaced ? namespace : undefined);
  try {
    const { live } = await applyObject(client, trial, { dryRun: true, signal });
    const { name, namespace: place } = desired.identity;
    return { ...live, metadata: { ...live.metadata, name, ...defined({ namespace: place }) } };
  } catch (error) {
    if (
      GitopsError.is(error) &&
      (error.code === 'INTERRUPTED' || error.code === 'CLUSTER_UNREACHABLE' || error.code === 'CLUSTER_INVALID')
    )
      throw errorOfTrial(error, trial, desired.identity);
    return undefined;
  }
}
