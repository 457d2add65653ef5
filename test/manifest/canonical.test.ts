import * as fc from 'fast-check';
import { canonicalJson } from '../../src/manifest/canonical.js';

test('whatever JSON holds is read back the same, and the order of keys does not count', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(turned(value))).toBe(text);
    }),
  );
});

test('keys are in order, what is undefined is left out of objects and null in lists', () => {
  const value = {
    b: 1,
    10: 'ten',
    9: 'nine',
    a: undefined,
    c: [undefined, -0, 1e21, null, true],
    'ü"': '\u2028"\\\n',
    __proto: {},
  };
  expect(canonicalJson(value)).toBe(
    '{"10":"ten","9":"nine","__proto":{},"b":1,"c":[null,0,1e+21,null,true],"ü\\"":"\u2028\\"\\\\\\n"}',
  );
});

/** The same with the keys of each object the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  );
}
