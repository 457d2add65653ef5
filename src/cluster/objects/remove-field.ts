import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { toJson } from '../../manifest/to-json.js';

/**
 * The manifest without one field, named as the API server names fields in conflicts:
 * `.spec.template.spec.containers[name="web"].image`. Names with dots are not escaped there, so the longest
 * name that exists is taken. Undefined when the field is not found.
 */
export function removeField(manifest: KubeObject, field: string): KubeObject | undefined {
  return without(manifest, field) as KubeObject | undefined;
}

function without(value: unknown, path: string): unknown {
  if (path.startsWith('[')) return withoutItem(value, path);
  if (!path.startsWith('.') || !isRecord(value)) return undefined;
  const key = Object.keys(value)
    .filter((name) => path.startsWith(`.${name}`) && ['', '.', '['].includes(path.charAt(name.length + 1)))
    .sort((left, right) => right.length - left.length)[0];
  if (key === undefined) return undefined;
  const rest = path.slice(key.length + 1);
  const { [key]: removed, ...others } = value;
  if (rest === '') return others;
  const inner = without(removed, rest);
  return inner === undefined ? undefined : { ...value, [key]: inner };
}

function withoutItem(value: unknown, path: string): unknown {
  const end = endOfSelector(path);
  const selector = path.slice(1, end);
  const rest = path.slice(end + 1);
  if (!Array.isArray(value)) return undefined;
  const index = value.findIndex((item, position) => selects(selector, item, position));
  if (index < 0) return undefined;
  if (rest === '') return value.toSpliced(index, 1);
  const inner = without(value[index], rest);
  return inner === undefined ? undefined : value.with(index, inner);
}

/** Position of the bracket that closes the first selector, brackets inside quotes not counted. */
function endOfSelector(path: string): number {
  let quoted = false;
  for (let position = 1; position < path.length; position += 1) {
    const character = path[position];
    if (character === '\\' && quoted) position += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === ']' && !quoted) return position;
  }
  return path.length;
}

/** `name="web"`, `containerPort=80,protocol="TCP"`, `="a value of a set"`, `0`. */
function selects(selector: string, item: unknown, position: number): boolean {
  if (/^\d+$/.test(selector)) return Number(selector) === position;
  if (selector.startsWith('=')) return toJson(item) === selector.slice(1);
  const keys = [...selector.matchAll(/,?([^=,]+)=("(?:[^"\\]|\\.)*"|[^,]*)/gy)];
  return keys.length > 0 && isRecord(item) && keys.every(([, key, literal]) => toJson(item[key!]) === literal);
}
