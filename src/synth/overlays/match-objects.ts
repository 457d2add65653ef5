import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/**
 * An object of the base and what it is in the overlay; `overlay` is absent when the overlay leaves it out.
 */
export interface ObjectPair {
  readonly base: KubeObject;
  readonly overlay?: KubeObject;
}

export interface MatchedObjects {
  /** In the order of the base. */
  readonly pairs: readonly ObjectPair[];
  /** Objects that only the overlay has, in its order. */
  readonly added: readonly KubeObject[];
}

/**
 * Which objects of a base and an overlay are the same: group, kind, name and namespace, where none counts as
 * `default`, as kustomize sees it.
 */
export function matchObjects(base: readonly KubeObject[], overlay: readonly KubeObject[]): MatchedObjects {
  const byKey = new Map(overlay.map((object) => [matchKey(object), withoutEmptyAnnotations(object)]));
  const pairs = base.map(withoutEmptyAnnotations).map((object): ObjectPair => {
    const match = byKey.get(matchKey(object));
    return match === undefined ? { base: object } : { base: object, overlay: match };
  });
  const inBase = new Set(base.map(matchKey));
  return { pairs, added: [...byKey].flatMap(([key, object]) => (inBase.has(key) ? [] : [object])) };
}

/**
 * The overlay's objects in the order in which kustomize gives them: those of the base in its order, then
 * those that only the overlay has. A kustomization cannot say another one.
 */
export function overlayOrder(base: readonly KubeObject[], overlay: readonly KubeObject[]): readonly KubeObject[] {
  const { pairs, added } = matchObjects(base, overlay);
  return [...pairs.flatMap((pair) => (pair.overlay ? [pair.overlay] : [])), ...added];
}

function matchKey({ apiVersion, kind, metadata }: KubeObject): string {
  return `${groupOf(apiVersion)}/${kind}/${metadata.namespace ?? 'default'}/${metadata.name}`;
}

/**
 * kustomize drops `annotations` without content: it keeps notes of its own there, and takes the rest away
 * with them.
 */
function withoutEmptyAnnotations(object: KubeObject): KubeObject {
  const { annotations, ...metadata } = object.metadata;
  const empty = annotations === null || (annotations !== undefined && Object.keys(annotations).length === 0);
  // Without an optional field it is still a KubeObject.
  return empty ? ({ ...object, metadata } as KubeObject) : object;
}
