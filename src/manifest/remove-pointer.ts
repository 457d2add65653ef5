import { isRecord } from './kube-object.js';

/**
 * A value without what a JSON pointer names, as a JSON patch removes it; the same value when there is no such
 * thing. Pure.
 */
export function removePointer<T>(value: T, pointer: string): T {
  if (!pointer.startsWith('/')) return value;
  const path = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return without(value, path) as T;
}

function without(value: unknown, [key = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) {
    const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
    if (index < 0 || index >= value.length) return value;
    return rest.length === 0 ? value.toSpliced(index, 1) : value.with(index, without(value[index], rest));
  }
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  const { [key]: found, ...others } = value;
  return rest.length === 0 ? others : { ...value, [key]: without(found, rest) };
}
