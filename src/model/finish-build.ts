import { compareText } from '../manifest/compare-text.js';
import { keyOf } from '../manifest/identity.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { Build, BuiltObject } from './build.js';
import type { TreeObject } from './build-tree.js';

/**
 * Leaves out the namespace that the Argo Application supplies anyway, and sorts: permuted construction gives
 * the same bytes.
 */
export function finishBuild(objects: readonly TreeObject[], namespace: string): Build {
  const built = objects.map(({ construct, object }): readonly [string, BuiltObject] => {
    const written = withoutNamespace(object, namespace);
    return [keyOf(written), { object: written, path: construct.node.path }];
  });
  const sorted = built.sort(([left], [right]) => compareText(left, right));
  return { objects: sorted.map(([, object]) => object) };
}

function withoutNamespace(object: KubeObject, namespace: string): KubeObject {
  if (object.metadata.namespace !== namespace) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as KubeObject['metadata'] };
}
