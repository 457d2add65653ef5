import { isRecord } from '../../../manifest/kube-object.js';
import { invalidSet } from './invalid-set.js';
import { MapList } from './map-list.js';
import type { Parameters } from './parameters.js';
import { StringMap } from './string-map.js';

/**
 * Two sets of parameters, the second one over the first, nested maps into each other: what Argo CD's
 * `mergo.WithOverride` gives for Go templates.
 *
 * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET where a map of texts would have to take other values:
 * Argo CD crashes there
 */
export function mergeParameters(base: Parameters, over: Parameters): Parameters {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = mergeValue(key, merged[key], value);
  return merged;
}

function mergeValue(key: string, before: unknown, value: unknown): unknown {
  if (before instanceof StringMap) {
    if (value instanceof StringMap) return new StringMap({ ...before.entries, ...value.entries });
    if (!isRecord(value)) return value;
    if (Object.keys(value).length === 0) return before;
    throw invalidSet(
      `two generators have '${key}', one as 'values' or metadata, the other as an element's own field: Argo CD cannot merge them`,
      {
        hint: 'Give one of them another name.',
      },
    );
  }
  if (!isRecord(before) || !isRecord(value) || before instanceof MapList || value instanceof MapList) return value;
  return mergeParameters(before, value instanceof StringMap ? value.entries : (value as Parameters));
}
