import { groupBy } from '../../manifest/group-by.js';
import type { Health } from '../health/custom.js';
import type { ApiResource, Discovery } from '../transport/discovery.js';
import { listPath } from '../transport/path.js';
import type { WaitTarget } from './wait-target.js';

/** One collection to follow, and the objects of it that are waited for. */
export interface WaitScope {
  readonly path: string;
  readonly fieldSelector?: string;
  readonly targets: readonly WaitTarget[];
}

export interface WaitScopes {
  readonly scopes: readonly WaitScope[];
  /** Of kinds that have no health: nothing to wait for. */
  readonly settled: readonly WaitTarget[];
  /** Of kinds that the server does not serve (any more). */
  readonly unserved: readonly WaitTarget[];
}

/** From so many namespaces on, one watch of the whole cluster is cheaper than one each. */
const MANY_NAMESPACES = 4;

/**
 * The fewest collections that show all targets: by kind and namespace, one object alone by its name, many
 * namespaces at once. Pure.
 *
 * @param confined nothing may be asked of the whole cluster. Default: false
 */
export function planScopes(
  targets: readonly WaitTarget[],
  discovery: Discovery,
  { hasHealth }: Pick<Health, 'hasHealth'>,
  confined = false,
): WaitScopes {
  const settled = targets.filter(({ group, kind }) => !hasHealth(group, kind));
  const judged = targets.filter(({ group, kind }) => hasHealth(group, kind));
  const served = judged.flatMap((target) => {
    const resource = discovery.find(target.apiVersion, target.kind);
    return resource ? [{ target, resource }] : [];
  });
  const unserved = judged.filter(({ apiVersion, kind }) => !discovery.find(apiVersion, kind));
  const byKind = groupBy(served, ({ target }) => `${target.apiVersion} ${target.kind}`);
  const scopes = [...byKind.values()].flatMap((same) =>
    scopesOfKind(
      same[0]!.resource,
      same.map(({ target }) => target),
      confined ? Number.POSITIVE_INFINITY : MANY_NAMESPACES,
    ),
  );
  return { scopes, settled, unserved };
}

function scopesOfKind(resource: ApiResource, targets: readonly WaitTarget[], many: number): WaitScope[] {
  const byNamespace = groupBy(targets, ({ namespace = '' }) => namespace);
  if (byNamespace.size > many) return [{ path: listPath(resource), targets }];
  return [...byNamespace].map(([namespace, inside]) => {
    const path = listPath(resource, namespace || undefined);
    return inside.length === 1
      ? { path, fieldSelector: `metadata.name=${inside[0]!.name}`, targets: inside }
      : { path, targets: inside };
  });
}
