import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { isSettled } from '../objects/comparable.js';
import type { DesiredObject } from '../objects/desired.js';
import { isKubernetesRefusal } from '../objects/kubernetes-refusal.js';
import { replaceObject } from '../objects/replace-object.js';
import type { KubeClient } from '../transport/client.js';
import { explainRejection } from './explain-rejection.js';
import { inTheWay } from './in-the-way.js';
import type { IgnoringRehearsal } from './rehearse-ignoring.js';

/** Errors that a replacement does not avoid: nobody may do it, or the cluster cannot be asked. */
const REFUSED: readonly string[] = ['CLUSTER_INVALID', 'CLUSTER_IMMUTABLE', 'CLUSTER_IN_THE_WAY'];

/**
 * What an object with `Replace=true` would be afterwards, when there is anything to change: the apply alone
 * would leave what others added. Where the apply is refused, only what the API server says to the replacement
 * counts.
 *
 * @param apply rehearses the apply
 */
export async function rehearseReplacing(
  client: KubeClient,
  desired: DesiredObject,
  apply: () => Promise<IgnoringRehearsal>,
  live: KubeObject | undefined,
  signal?: AbortSignal,
): Promise<IgnoringRehearsal> {
  if (!desired.replace || !live) return apply();
  const found = await refusedOr(apply);
  if (found && isSettled(live, found.rehearsal.merged)) return found;
  const { rehearsal, desired: kept } = found ?? {
    desired,
    rehearsal: { manifest: desired.manifest, force: true, taken: [], yielded: [], warnings: [] },
  };
  try {
    const merged = await replaceObject(client, { ...kept, manifest: rehearsal.manifest }, live.metadata.uid, {
      dryRun: true,
      ...(signal ? { signal } : {}),
    });
    return { desired: kept, rehearsal: { ...rehearsal, merged } };
  } catch (error) {
    const refusal = explainRejection(error, desired);
    const isInvalid =
      GitopsError.is(refusal) &&
      refusal.code === 'CLUSTER_INVALID' &&
      GitopsError.is(error) &&
      isKubernetesRefusal(error, desired.identity);
    // Whether the manifest is at fault shows when it is rehearsed as a new object.
    throw isInvalid ? inTheWay(desired, error) : refusal;
  }
}

async function refusedOr(apply: () => Promise<IgnoringRehearsal>): Promise<IgnoringRehearsal | undefined> {
  try {
    return await apply();
  } catch (error) {
    if (GitopsError.is(error) && GitopsError.each(error).every(({ code }) => REFUSED.includes(code))) return undefined;
    throw error;
  }
}
