import { isRecord } from '../../../manifest/kube-object.js';
import { MapList } from './map-list.js';
import type { Parameters } from './parameters.js';
import { StringMap } from './string-map.js';

/**
 * Flattens nested values to one key each, such as `a.b.0`. Empty values are left out, and a map of texts is
 * one value, as in Argo CD.
 */
export function flatten(value: Parameters): Readonly<Record<string, unknown>> {
  const flat: Record<string, unknown> = {};
  const visit = (item: unknown, prefix: string): void => {
    if (Array.isArray(item)) for (const [index, part] of item.entries()) visit(part, `${prefix}.${index}`);
    else if (isRecord(item) && !(item instanceof StringMap) && !(item instanceof MapList))
      for (const [key, part] of Object.entries(item)) visit(part, `${prefix}.${key}`);
    else flat[prefix] = item;
  };
  for (const [key, item] of Object.entries(value)) visit(item, key);
  return flat;
}
