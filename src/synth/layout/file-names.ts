import { sha256 } from '../../manifest/canonical.js';
import { identityOf, keyOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/**
 * One file name per object, `<kind>-<name>.yaml`; where two objects would have the same name, the group and
 * the namespace are added, and finally a hash.
 */
export function fileNames(objects: readonly KubeObject[]): readonly string[] {
  const spellings = [short, long, unmistakable].map((spell) => objects.map(spell));
  const counts = spellings.map(count);
  return objects.map((_, index) => {
    const level = spellings.findIndex((names, depth) => counts[depth]!.get(names[index]!) === 1);
    return `${spellings[level < 0 ? 2 : level]![index]!}.yaml`;
  });
}

function short({ kind, metadata }: KubeObject): string {
  return safe(`${kind}-${metadata.name}`);
}

function long(object: KubeObject): string {
  const { group, kind, namespace, name } = identityOf(object);
  return safe([group ? `${kind}.${group}` : kind, ...(namespace ? [namespace] : []), name].join('-'));
}

function unmistakable(object: KubeObject): string {
  return `${long(object)}-${sha256(keyOf(object)).slice(7, 15)}`;
}

/** Lower case: file systems that ignore case must not lose a file. */
function safe(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .slice(0, 200);
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
