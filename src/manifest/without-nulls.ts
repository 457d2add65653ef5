import { isRecord } from './kube-object.js';

/**
 * A part of an Argo Application without fields that are null: to the API server they are absent. In Helm
 * values null says something, it deletes a default. Pure.
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, key === 'valuesObject' ? item : withoutNulls(item)]));
}
