import { checksumOf } from '../../src/cluster/inventory/checksum.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { meddle } from './engine.js';

/** Changes the objects that an inventory lists, and leaves it whole: as another sync would have written it. */
export async function editInventory(
  client: KubeClient,
  path: string,
  change: (lines: readonly string[]) => readonly string[],
): Promise<void> {
  const { body } = await client.request<KubeObject & { readonly data: Readonly<Record<string, string>> }>({
    method: 'GET',
    path,
  });
  const { metadata, data } = body;
  const objects = change((data['objects'] ?? '').split('\n')).join('\n');
  const checksum = checksumOf(metadata.name, metadata.labels ?? {}, { ...data, objects });
  await meddle(client, path, { data: { objects, checksum } });
}
