import { isRecord } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import type { Observation } from './observation.js';
import { oddOnes } from './odd-ones.js';

/**
 * Up to so many creations of one Argo Application, each is rehearsed; above, one of each shape, and those
 * with values of their own.
 */
export const REHEARSE_EACH_UP_TO = 100;
/** Of so many creations one may be rehearsed for its values. */
const ONE_IN = 20;

/**
 * Which of the observations that need a dry run get one. Pure.
 *
 * Changes of objects that exist always do. Creations beyond `REHEARSE_EACH_UP_TO` are rehearsed once per
 * shape (namespace, kind, field names and types): a misspelt field, a wrong type, a missing namespace or
 * right shows in one of them as in all, and a large first sync costs one request per object instead of two.
 * So that a bad *value* (a name, a unit, an enumeration) is found before it is applied too, those with unlike
 * values are rehearsed as well, one in twenty at most; a value that is only wrong together with others may
 * still show when it is applied.
 */
export function chooseRehearsals(needed: readonly Observation[]): ReadonlySet<Observation> {
  const creations = needed.filter(({ live, stranger }) => !live && !stranger);
  if (creations.length <= REHEARSE_EACH_UP_TO) return new Set(needed);
  const firstOfShape = new Map(creations.toReversed().map((creation) => [shapeKey(creation), creation]));
  const others = needed.filter(({ live, stranger }) => live ?? stranger);
  const shapes = new Set(firstOfShape.values());
  const odd = oddOnes(creations, shapes, ({ desired }) => desired.manifest, Math.ceil(creations.length / ONE_IN));
  return new Set([...others, ...shapes, ...odd]);
}

function shapeKey({ desired: { identity, manifest } }: Observation): string {
  return `${identity.namespace ?? ''} ${shapeOf(manifest)}`;
}

/** Field names and types; kind and apiVersion as they are. */
function shapeOf(value: unknown, key = ''): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map((item) => shapeOf(item)))].sort().join('|')}]`;
  if (isRecord(value)) {
    const fields = Object.keys(value).sort();
    return `{${fields.map((field) => `${field}:${shapeOf(value[field], field)}`).join(',')}}`;
  }
  if (key === 'kind' || key === 'apiVersion') return anyText(value);
  return value === null ? 'null' : typeof value;
}
