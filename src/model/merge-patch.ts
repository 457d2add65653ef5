import { isRecord } from '../manifest/kube-object.js';

/**
 * Lists of built-in kinds that are merged by key, as in Kubernetes' API: list name → keys, by the shape
 * around it.
 */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  hostAliases: ['ip'],
  resourceClaims: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
};
const CONTAINER_LISTS = new Set(['containers', 'initContainers']);

export interface MergeResult {
  readonly value: unknown;
  /** Why the patch cannot be meant like this. */
  readonly refusals: readonly string[];
}

/**
 * A strategic merge as people mean it: maps merged, null removes, keyed lists merged by key in the target's
 * order with new entries at the end, other lists replaced. Only built-in kinds have keyed lists; a custom
 * kind's lists are always replaced.
 */
export function mergePatch(
  target: unknown,
  patch: unknown,
  { keyedLists }: { readonly keyedLists: boolean },
): MergeResult {
  const refusals: string[] = [];
  const value = merge(target, patch, []);
  return { value, refusals };

  function merge(current: unknown, change: unknown, path: readonly string[]): unknown {
    if (!isRecord(change)) return Array.isArray(change) ? mergeList(current, change, path) : change;
    const result: Record<string, unknown> = isRecord(current) ? { ...current } : {};
    for (const [key, item] of Object.entries(change)) {
      const here = [...path, key];
      if (key.startsWith('$'))
        refusals.push(`'${here.join('.')}' is a kustomize directive; use null, remove() or jsonPatch() instead`);
      else if (item === null && !(key in result))
        refusals.push(`'${here.join('.')}' cannot be removed, it is not there`);
      else if (item === null) delete result[key];
      else result[key] = merge(result[key], item, here);
    }
    return result;
  }

  function mergeList(current: unknown, changes: readonly unknown[], path: readonly string[]): unknown {
    const keys = keyedLists ? keysOf(path, changes) : undefined;
    if (!keys) return changes;
    const merged: unknown[] = Array.isArray(current) ? [...current] : [];
    for (const change of changes) {
      const label = keys.map((key) => (isRecord(change) ? String(change[key] ?? defaultOf(key)) : '')).join('/');
      if (!isRecord(change) || change[keys[0]!] === undefined) {
        refusals.push(`an entry of '${path.join('.')}' has no ${keys[0]}`);
        continue;
      }
      const index = merged.findIndex(
        (item) =>
          isRecord(item) && keys.every((key) => (item[key] ?? defaultOf(key)) === (change[key] ?? defaultOf(key))),
      );
      if (index >= 0) merged[index] = merge(merged[index], change, [...path, label]);
      else {
        if (CONTAINER_LISTS.has(path.at(-1)!) && change['image'] === undefined) {
          const names = merged.map((item) => (isRecord(item) ? `'${String(item[keys[0]!])}'` : '')).join(', ');
          refusals.push(
            `'${path.join('.')}' has no '${label}' (it has ${names || 'none'}); a new container needs an image`,
          );
        }
        merged.push(merge(undefined, change, [...path, label]));
      }
    }
    return merged;
  }
}

function keysOf(path: readonly string[], changes: readonly unknown[]): readonly string[] | undefined {
  const name = path.at(-1)!;
  if (name !== 'ports') return Object.hasOwn(MERGE_KEYS, name) ? MERGE_KEYS[name] : undefined;
  if (path.some((part) => part === 'ingress' || part === 'egress')) return undefined;
  return changes.some((change) => isRecord(change) && 'containerPort' in change)
    ? ['containerPort', 'protocol']
    : ['port', 'protocol'];
}

function defaultOf(key: string): string | undefined {
  return key === 'protocol' ? 'TCP' : undefined;
}
