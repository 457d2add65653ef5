import { canonicalJson } from '../../manifest/canonical.js';
import { isRecord } from '../../manifest/kube-object.js';

/**
 * A set of fields as `managedFields[].fieldsV1` holds it: `f:name`, `k:{"name":"web"}` (item of a list by
 * keys), `v:"value"` (item of a set), `i:0` (item by position), and `.` for the thing itself where parts of
 * it are in the set too.
 *
 * @see https://github.com/kubernetes-sigs/structured-merge-diff
 */
export type FieldSet = Readonly<Record<string, unknown>>;

interface Node {
  /** Whether the thing itself is in the set. */
  readonly member: boolean;
  readonly children: Readonly<Record<string, unknown>>;
}

export function unionOf(sets: readonly (FieldSet | undefined)[]): FieldSet {
  return sets.reduce<FieldSet>((all, set) => (set ? encode(union(rootOf(all), rootOf(set))) : all), {});
}

/**
 * What is in the first set and not in the second; a thing of which the second holds parts is held by it too.
 */
export function differenceOf(set: FieldSet | undefined, other: FieldSet | undefined): FieldSet {
  return encode(
    combine(
      rootOf(set),
      rootOf(other),
      (left, right) => left.member && !right.member && Object.keys(right.children).length === 0,
    ),
  );
}

/** What is in both. */
export function intersectionOf(set: FieldSet | undefined, other: FieldSet | undefined): FieldSet {
  return encode(combine(rootOf(set), rootOf(other), (left, right) => left.member && right.member));
}

export function isEmptySet(set: FieldSet | undefined): boolean {
  return set === undefined || Object.keys(set).length === 0;
}

/**
 * A JSON merge patch that makes an object lose the fields of a set: the object without them, and `null` for
 * what goes from its maps. Pure.
 */
export function patchWithout(object: unknown, set: FieldSet): unknown {
  return without(object, rootOf(set), false);
}

/** An object without the fields of a set, and what is below them. Pure. */
export function objectWithout<Value>(object: Value, set: FieldSet): Value {
  return without(object, rootOf(set), true) as Value;
}

/** @param whole true: what goes from a map is left out; otherwise it is null there, as in a merge patch */
function without(value: unknown, node: Node, whole: boolean): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item, position) => {
      const child = childOf(node, (key) => isItem(key, item, position));
      if (!child) return [item];
      return child.member ? [] : [without(item, child, true)];
    });
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const child = childOf(node, (key) => key === `f:${name}`);
      if (!child) return [[name, item]];
      if (!child.member) return [[name, without(item, child, whole)]];
      return whole ? [] : [[name, null]];
    }),
  );
}

function childOf({ children }: Node, matches: (key: string) => boolean): Node | undefined {
  const key = Object.keys(children).find(matches);
  return key === undefined ? undefined : decode(children[key]);
}

function isItem(key: string, item: unknown, position: number): boolean {
  const text = key.slice(2);
  if (key.startsWith('i:')) return text === String(position);
  if (key.startsWith('v:')) return canonicalJson(parse(text)) === canonicalJson(item);
  const keys = key.startsWith('k:') ? parse(text) : undefined;
  return isRecord(keys) && isRecord(item) && Object.entries(keys).every(([name, value]) => item[name] === value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function union(left: Node, right: Node): Node {
  const keys = [...new Set([...Object.keys(left.children), ...Object.keys(right.children)])];
  const children = keys.map(
    (key) => [key, encode(union(decode(left.children[key]), decode(right.children[key])))] as const,
  );
  return { member: left.member || right.member, children: Object.fromEntries(children) };
}

/** Keeps what `keep` says for each thing of the left side; what is empty then is left out. */
function combine(left: Node, right: Node, keep: (left: Node, right: Node) => boolean): Node {
  const children = Object.keys(left.children).flatMap((key) => {
    const child = combine(decode(left.children[key]), decode(right.children[key]), keep);
    return child.member || Object.keys(child.children).length > 0 ? [[key, encode(child)] as const] : [];
  });
  return { member: keep(left, right), children: Object.fromEntries(children) };
}

/** The root is never a member itself. */
function rootOf(set: FieldSet | undefined): Node {
  return { member: false, children: set ?? {} };
}

function decode(value: unknown): Node {
  if (!isRecord(value)) return { member: false, children: {} };
  const { '.': itself, ...children } = value;
  return { member: itself !== undefined || Object.keys(children).length === 0, children };
}

function encode({ member, children }: Node): FieldSet {
  if (Object.keys(children).length === 0) return {};
  return member ? { '.': {}, ...children } : children;
}
