import { hookOf } from '../../argocd/sync/hooks.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { SyncEvent } from '../api/events.js';

/** Counts manifests by what becomes of them. Pure. */
export function manifestCounts(
  objects: readonly Pick<KubeObject, 'metadata'>[],
): Pick<Extract<SyncEvent, { kind: 'started' }>, 'objects' | 'hooks' | 'ignored'> {
  const roles = objects.map(hookOf);
  const ignored = roles.filter((role) => role === 'ignored').length;
  const hooks = roles.filter((role) => role !== 'none').length - ignored;
  return { objects: objects.length, ...(hooks === 0 ? {} : { hooks }), ...(ignored === 0 ? {} : { ignored }) };
}
