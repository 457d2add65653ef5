import * as fc from 'fast-check';
import { parseJson } from '../../src/manifest/parse-json.js';
import { toJson } from '../../src/manifest/to-json.js';

const number = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer(), fc.integer({ min: -5, max: 25 })).map(([digits, exponent]) => `${digits}e${exponent}`),
);
const text = fc
  .oneof(
    fc.string(),
    number,
    number.map((digits) => `: ${digits}, `),
  )
  .map((value) => JSON.stringify(value));
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    number,
    text,
    fc.constantFrom('null', 'true'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(fc.oneof(text, fc.constant('"__proto__"')), tie('value')), { maxLength: 3 })
      .map((fields) => `{${fields.map(([key, value]) => `${key}:${value}`).join(',')}}`),
  ),
})).value;

test('is JSON.parse, but for whole numbers that it would change', () => {
  fc.assert(
    fc.property(json, (written) => {
      const read = parseJson(written);
      expect(rounded(read)).toStrictEqual(rounded(JSON.parse(written)));
      expect(parseJson(toJson(read))).toStrictEqual(read);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test.each([
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992n],
  ['-9223372036854775808', -(2n ** 63n)],
  ['9223372036854775808', 2 ** 63],
  ['1e18', 10n ** 18n],
  ['12345678901234567.0', 12345678901234568n],
  ['1e21', 1e21],
  ['-0', -0],
])('%s', (written, value) => {
  expect(parseJson(written)).toBe(value);
});

test.each([
  '1e400',
  '[01234567890123456789]',
  '{"a": 12345678901234567 8}',
  '"\\q9007199254740993"',
  '[9007199254740993',
])('refuses %s', (written) => {
  expect(() => parseJson(written)).toThrow(SyntaxError);
});

test('a text that JSON.parse would hold is not taken for a number', () => {
  const value = { a: '9007199254740993', b: [': 9007199254740993', '"9007199254740993"'], c: 9007199254740993n };

  expect(parseJson(toJson(value))).toStrictEqual(value);
});

/** With doubles for all numbers, as JSON.parse has them; zero without its sign. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value) + 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(rounded);
  return new Map(Object.keys(value).map((key) => [key, rounded(Reflect.get(value, key))]));
}

test('a long string next to a large number is read', () => {
  const { a, b } = parseJson(`{"a":"${'x'.repeat(30_000_000)}","b":9007199254740993}`) as { a: string; b: bigint };
  expect([a.length, b]).toEqual([30_000_000, 9007199254740993n]);
});
