import type { DesiredObject } from '../objects/desired.js';
import type { Discovery } from '../transport/discovery.js';
import { placeOf } from './list-delivered.js';
import { memberQueries } from './member-queries.js';

/**
 * Where objects of an Argo Application were looked for that left Git: the kinds that it wants, in the
 * namespaces where it wants them, as `placeOf` names them, sorted. Pure.
 *
 * @param listed the lists that were read whole
 */
export function searchedPlaces(
  objects: readonly DesiredObject[],
  listed: ReadonlySet<string>,
  discovery: Discovery,
): readonly string[] {
  const places = memberQueries([{ objects }], discovery).flatMap(({ resource, namespaces }) =>
    (resource.namespaced ? namespaces : [undefined]).map((namespace) => placeOf(resource.kind, namespace)),
  );
  return [...new Set(places)].filter((place) => listed.has(place)).sort();
}
