import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Found } from './argo-resources.js';

type Named = Pick<KubeObject, 'kind' | 'metadata'>;

/** A resource, and how far those of its file are expanded. */
interface Walked {
  readonly found: Found<Named>;
  readonly walk: 'all' | 'inside' | 'none' | 'settings';
}

/**
 * Whether a resource with a known name is another one than the known one. In our layout the root delivers the
 * file, and an Argo Application delivers the other one. In other layouts the same file is found again by the
 * Argo Application that delivers it, also at another revision. Pure.
 */
export function isAnother(known: Walked, other: Walked): boolean {
  const { walk } = known;
  if (known.found.origin === undefined && walk === 'inside' && other.walk === 'inside') return true;
  return (walk !== 'all' || other.walk !== 'all') && !isSame(known.found.resource, other.found.resource);
}

/** The namespace may be left to the destination. */
function isSame(one: Named, other: Named): boolean {
  return deepEqual(withoutNamespace(one), withoutNamespace(other));
}

function withoutNamespace({ metadata: { namespace: _, ...metadata }, ...resource }: Named): object {
  return { ...resource, metadata };
}
