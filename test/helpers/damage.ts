/** Where a value is: keys and indexes from the top. */
export type Place = readonly (string | number)[];

/** Values of every type, and those that readers take for something else. */
export const DAMAGES: readonly unknown[] = [
  null,
  '',
  'text',
  'yes',
  '8080',
  0,
  1.5,
  -1,
  1e21,
  12345678901234567890n,
  true,
  [],
  {},
  ['a'],
  [null],
  [[1]],
  [{}],
  { a: null },
  { a: 1 },
  { a: { b: ['c'] } },
  ...['__proto__', 'toString', 'constructor', 'hasOwnProperty'].flatMap((key) => [
    ownKey(key, null),
    ownKey(key, 'a'),
    ownKey(key, { a: 'b' }),
  ]),
];

/** Every place of a value, maps and lists too, but not the whole. */
export function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  return [...(at.length === 0 ? [] : [at]), ...entries.flatMap(([key, item]) => placesIn(item, [...at, key]))];
}

/** The value with another one in a place. */
export function replaced(value: unknown, [step, ...more]: Place, damage: unknown): unknown {
  if (step === undefined) return damage;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === step ? replaced(item, more, damage) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => [key, key === step ? replaced(item, more, damage) : item]),
  );
}

/** Also where the key is `__proto__`. */
function ownKey(key: string, value: unknown): unknown {
  return Object.fromEntries([[key, value]]);
}
