import { createHash } from 'node:crypto';
import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import { applyObject } from '../objects/apply-object.js';
import type { DesiredObject } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';

/** A namespace that every cluster has. */
const EXISTING = 'default';

/**
 * Has the API server validate an object whose namespace does not exist yet: as a dry run in another namespace, under a name that nobody uses.
 * Only a refusal of the manifest itself counts; what that namespace's quotas, policies or roles say does not.
 *
 * @throws GitopsError CLUSTER_INVALID
 */
export async function rehearseElsewhere(client: KubeClient, desired: DesiredObject, signal?: AbortSignal): Promise<void> {
  const name = `r${createHash('sha256').update(identityKey(desired.identity)).digest('hex').slice(0, 20)}`;
  const identity = { ...desired.identity, namespace: EXISTING, name };
  const manifest = { ...desired.manifest, metadata: { ...desired.manifest.metadata, namespace: EXISTING, name } };
  try {
    await applyObject(client, { identity, resource: desired.resource, manifest }, { dryRun: true, signal });
  } catch (error) {
    if (GitopsError.is(error) && (error.code === 'INTERRUPTED' || error.code === 'CLUSTER_UNREACHABLE' || error.code === 'CLUSTER_INVALID'))
      throw error;
  }
}
