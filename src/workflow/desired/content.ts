import { digestOf } from '../../manifest/canonical.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/** What a digest begins with that does not cover everything. */
const PARTIAL = 'partial:';

/**
 * The digest of the objects of an Argo Application. Values of Secrets are left out: the digest is in the
 * inventory, whose readers must not be able to guess them.
 */
export function contentOf(namespace: string | undefined, objects: readonly KubeObject[]): string {
  const hidden = objects.map(withoutValues);
  const digest = digestOf({ namespace, objects: hidden });
  return hidden.some((object, index) => object !== objects[index]) ? `${PARTIAL}${digest}` : digest;
}

/** Whether two digests are of the same content. False when that is not known: then the commits decide. */
export function isSameContent(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && left === right && !left.startsWith(PARTIAL);
}

function withoutValues(object: KubeObject): KubeObject {
  if (
    object.kind !== 'Secret' ||
    object.apiVersion !== 'v1' ||
    (object['data'] === undefined && object['stringData'] === undefined)
  )
    return object;
  const { data: _, stringData: __, ...rest } = object;
  return rest as KubeObject;
}
