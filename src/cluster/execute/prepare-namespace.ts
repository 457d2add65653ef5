import type { ManagedNamespace } from '../objects/managed-namespace.js';
import type { KubeClient } from '../transport/client.js';
import { ensureNamespace } from '../transport/ensure-namespace.js';

/**
 * Creates the destination namespace where it is to be created, and gives it the labels and annotations that
 * it should have, whatever it had before.
 */
export async function prepareNamespace(
  client: KubeClient,
  {
    createNamespace,
    manageNamespace,
  }: { readonly createNamespace?: string; readonly manageNamespace?: ManagedNamespace },
): Promise<void> {
  if (manageNamespace === undefined) {
    if (createNamespace !== undefined) await ensureNamespace(client, createNamespace);
    return;
  }
  const { manifest, manager } = manageNamespace;
  const path = `/api/v1/namespaces/${manifest.metadata.name}`;
  const query = { fieldManager: manager, fieldValidation: 'Strict', force: true };
  await client.request({ method: 'PATCH', path, query, contentType: 'application/apply-patch+yaml', body: manifest });
}
