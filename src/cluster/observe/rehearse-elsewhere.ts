import { createHash } from 'node:crypto';
import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import { applyObject } from '../objects/apply-object.js';
import type { DesiredObject } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';

/** A namespace that every cluster has. */
const EXISTING = 'default';

/**
 * Has the API server validate the creation of an object that cannot be rehearsed in place, because its namespace does not exist yet or it has to be deleted first: as a dry run under a name
 * that nobody uses. Only a refusal of the manifest itself counts; what the quotas, policies or roles there say does not.
 *
 * @param namespace where to try. Default: one that every cluster has
 * @throws GitopsError CLUSTER_INVALID
 */
export async function rehearseElsewhere(
  client: KubeClient,
  desired: DesiredObject,
  signal?: AbortSignal,
  namespace: string = EXISTING,
): Promise<void> {
  const name = `r${createHash('sha256').update(identityKey(desired.identity)).digest('hex').slice(0, 20)}`;
  const place = desired.resource.namespaced ? { namespace } : {};
  const identity = { ...desired.identity, ...place, name };
  const manifest = { ...desired.manifest, metadata: { ...desired.manifest.metadata, ...place, name } };
  try {
    await applyObject(client, { ...desired, identity, manifest }, { dryRun: true, signal });
  } catch (error) {
    if (GitopsError.is(error) && (error.code === 'INTERRUPTED' || error.code === 'CLUSTER_UNREACHABLE' || error.code === 'CLUSTER_INVALID'))
      throw error;
  }
}
