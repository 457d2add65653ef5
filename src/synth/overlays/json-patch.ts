import { deepEqual } from '../../manifest/equality.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';

export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/**
 * The JSON6902 operations that turn `base` into `target`. Every difference between objects can be said in
 * them.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6902
 */
export function jsonPatch(base: KubeObject, target: KubeObject): readonly JsonPatchOperation[] {
  return operationsFor(base, target, '');
}

function operationsFor(base: unknown, target: unknown, path: string): JsonPatchOperation[] {
  if (deepEqual(base, target)) return [];
  if (isRecord(base) && isRecord(target)) return mapOperations(base, target, path);
  if (Array.isArray(base) && Array.isArray(target) && base.length > 0 && target.length > 0)
    return listOperations(base, target, path);
  return [{ op: 'replace', path, value: target }];
}

function mapOperations(
  base: Readonly<Record<string, unknown>>,
  target: Readonly<Record<string, unknown>>,
  path: string,
): JsonPatchOperation[] {
  const removed = Object.keys(base).filter((key) => base[key] !== undefined && target[key] === undefined);
  const written = Object.keys(target).filter((key) => target[key] !== undefined);
  return [
    ...removed.map((key): JsonPatchOperation => ({ op: 'remove', path: `${path}/${pointerPart(key)}` })),
    ...written.flatMap((key): JsonPatchOperation[] => {
      const field = `${path}/${pointerPart(key)}`;
      return base[key] === undefined
        ? [{ op: 'add', path: field, value: target[key] }]
        : operationsFor(base[key], target[key], field);
    }),
  ];
}

/**
 * What both lists begin and end with stays; of the part between, elements are changed one by one, then
 * surplus ones removed or missing ones added.
 */
function listOperations(base: readonly unknown[], target: readonly unknown[], path: string): JsonPatchOperation[] {
  const shorter = Math.min(base.length, target.length);
  let start = 0;
  while (start < shorter && deepEqual(base[start], target[start])) start++;
  let kept = 0;
  while (kept < shorter - start && deepEqual(base[base.length - 1 - kept], target[target.length - 1 - kept])) kept++;
  const baseEnd = base.length - kept;
  const targetEnd = target.length - kept;
  const both = Math.min(baseEnd, targetEnd);
  const operations: JsonPatchOperation[] = [];
  for (let index = start; index < both; index++)
    operations.push(...operationsFor(base[index], target[index], `${path}/${index}`));
  for (let index = baseEnd - 1; index >= both; index--) operations.push({ op: 'remove', path: `${path}/${index}` });
  for (let index = both; index < targetEnd; index++)
    operations.push({ op: 'add', path: `${path}/${index}`, value: target[index] });
  return operations;
}

function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
