import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { textOf } from '../health/fields.js';
import type { KubeClient } from '../transport/client.js';
import { listAll } from '../transport/list.js';

/** The latest Warning event about an object, such as `FailedCreate: pods "web-0" is forbidden: exceeded quota`; undefined when there is none, or it may not be read. */
export async function latestWarning(client: KubeClient, object: KubeObject, signal: AbortSignal): Promise<string | undefined> {
  const { namespace = 'default', uid } = object.metadata;
  if (!uid) return undefined;
  try {
    const fieldSelector = `involvedObject.uid=${uid},type=Warning`;
    const { items } = await listAll(client, `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`, {
      fieldSelector,
      resourceVersion: '0',
      signal,
    });
    const latest = [...items].sort((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1))[0];
    return latest && [textOf(latest, 'reason'), textOf(latest, 'message').trim()].filter(Boolean).join(': ');
  } catch (error) {
    // An explanation is worth having, never worth failing for.
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}

function timeOf(event: KubeObject): string {
  return textOf(event, 'lastTimestamp') || textOf(event, 'eventTime') || event.metadata.creationTimestamp || '';
}
