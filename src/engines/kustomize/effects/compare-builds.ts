import { canonicalJson } from '../../../manifest/canonical.js';
import { identityKey, identityOf, type ObjectIdentity } from '../../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../../manifest/kube-object.js';

/** An object that a directive changes, and the fields that it adds. */
export interface ChangedObject {
  readonly object: ObjectIdentity;
  /** The object as it is built with the directive; undefined when the directive removes it. */
  readonly result?: KubeObject;
  /**
   * Fields and named list items that only the result has, such as
   * `spec.template.spec.containers[name=sidecar]`. Empty for an object that is new as a whole.
   */
  readonly added: readonly string[];
}

/**
 * The objects of a build that the build without a directive does not have in the same form, and the objects
 * that only the other build has. Pure.
 */
export function compareBuilds(without: readonly KubeObject[], result: readonly KubeObject[]): readonly ChangedObject[] {
  const same = new Set(without.map(canonicalJson));
  const before = new Map(without.map((object) => [identityKey(identityOf(object)), object]));
  const kept = new Set(result.map((object) => identityKey(identityOf(object))));
  const changed = result.filter((object) => !same.has(canonicalJson(object)));
  const removed = without.filter((object) => !kept.has(identityKey(identityOf(object))));
  return [...changed, ...removed].map((object) => {
    const identity = identityOf(object);
    if (!kept.has(identityKey(identity))) return { object: identity, added: [] };
    const old = before.get(identityKey(identity));
    return { object: identity, result: object, added: old === undefined ? [] : [...addedParts(old, object, '')] };
  });
}

function* addedParts(before: unknown, after: unknown, path: string): Iterable<string> {
  if (isRecord(before) && isRecord(after)) {
    for (const [key, value] of Object.entries(after)) {
      const inside = path === '' ? key : `${path}.${key}`;
      if (before[key] === undefined) yield inside;
      else yield* addedParts(before[key], value, inside);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) yield* addedItems(before, after, path);
}

/** Items are compared by their names, as in kustomize. Items without a name are not distinguished. */
function* addedItems(before: readonly unknown[], after: readonly unknown[], path: string): Iterable<string> {
  const known = new Map(
    before.flatMap((item) =>
      isRecord(item) && typeof item['name'] === 'string' ? [[item['name'], item] as const] : [],
    ),
  );
  for (const item of after) {
    if (!isRecord(item) || typeof item['name'] !== 'string') continue;
    const inside = `${path}[name=${item['name']}]`;
    const old = known.get(item['name']);
    if (old === undefined) yield inside;
    else yield* addedParts(old, item, inside);
  }
}
