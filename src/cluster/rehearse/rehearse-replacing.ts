import type { KubeObject } from '../../manifest/kube-object.js';
import { isSettled } from '../objects/comparable.js';
import { replaceObject } from '../objects/replace-object.js';
import type { KubeClient } from '../transport/client.js';
import type { IgnoringRehearsal } from './rehearse-ignoring.js';

/**
 * What an object with `Replace=true` would be afterwards, when there is anything to change: the apply alone
 * would leave what others added.
 */
export async function rehearseReplacing(
  client: KubeClient,
  found: IgnoringRehearsal,
  live: KubeObject | undefined,
  signal?: AbortSignal,
): Promise<IgnoringRehearsal> {
  const { desired, rehearsal } = found;
  if (!desired.replace || !live || isSettled(live, rehearsal.merged)) return found;
  const merged = await replaceObject(client, { ...desired, manifest: rehearsal.manifest }, live.metadata.uid, {
    dryRun: true,
    ...(signal ? { signal } : {}),
  });
  return { desired, rehearsal: { ...rehearsal, merged } };
}
