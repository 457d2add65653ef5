import { isRecord } from '../../manifest/kube-object.js';

/** A field of a manifest that a live object does not hold. */
export interface Missing {
  /** `spec.template.spec.containers[0].image`. */
  readonly field: string;
}

/**
 * Fields of a manifest that a live object does not hold with the same value. Pure.
 *
 * More fields in the live object do not count as a difference. Lists are matched by the keys that Kubernetes
 * merges them by (name, containerPort, …) or, without keys, item by item. A textual difference may still mean
 * the same to the API server (`1000m` and `1`): ask it by a dry run before calling it a difference.
 */
export function missingFields(manifest: unknown, live: unknown, path = ''): readonly Missing[] {
  if (
    manifest === null ||
    manifest === undefined ||
    Object.is(manifest, live) ||
    (isEmpty(manifest) && (live === undefined || live === null))
  )
    return [];
  if (Array.isArray(manifest)) {
    if (!Array.isArray(live)) return [{ field: path }];
    return manifest.flatMap((item, index) => missingFields(item, counterpart(item, index, live), `${path}[${index}]`));
  }
  if (isRecord(manifest)) {
    if (!isRecord(live)) return [{ field: path }];
    return Object.entries(manifest).flatMap(([key, value]) =>
      missingFields(value, live[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return [{ field: path }];
}

const MERGE_KEYS = [
  'name',
  'mountPath',
  'containerPort',
  'port',
  'ip',
  'devicePath',
  'topologyKey',
  'type',
  'key',
  'uid',
];

function counterpart(item: unknown, index: number, live: readonly unknown[]): unknown {
  if (!isRecord(item)) return live[index];
  const same = live[index];
  const key = MERGE_KEYS.find((name) => item[name] !== undefined);
  if (key === undefined || (isRecord(same) && same[key] === item[key])) return same;
  return live.find((candidate) => isRecord(candidate) && candidate[key] === item[key]);
}

function isEmpty(value: unknown): boolean {
  return (Array.isArray(value) && value.length === 0) || (isRecord(value) && Object.keys(value).length === 0);
}
