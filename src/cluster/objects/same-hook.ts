import type { KubeObject } from '../../manifest/kube-object.js';
import { missingFields } from './contains.js';
import type { DesiredHook } from './desired.js';

/** Whether a live object is of the manifest of a hook, but for its metadata. Pure. */
export function isSameHook(
  { manifest: { metadata: _, ...manifest } }: Pick<DesiredHook, 'manifest'>,
  live: KubeObject,
) {
  return missingFields(manifest, live).length === 0;
}
