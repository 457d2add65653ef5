import fc from 'fast-check';
import { jsonSize } from '../../src/manifest/json-size.js';

test('is the length of the JSON text', () => {
  const value = fc.jsonValue({ noUnicodeString: false });
  fc.assert(fc.property(value, (one) => jsonSize(one) === JSON.stringify(one).length));
  expect(jsonSize({ a: undefined, b: [1, 'ü\n"'] })).toBe(JSON.stringify({ b: [1, 'ü\n"'] }).length);
  expect(jsonSize(12345678901234567890n)).toBe(20);
});

test('ends soon above the limit: what would be 10^30 characters is looked at for a moment', () => {
  let bomb: unknown = 'x';
  for (let level = 0; level < 30; level += 1) bomb = Array.from({ length: 10 }, () => bomb);

  expect(jsonSize(bomb, 1_000)).toBeGreaterThan(1_000);
});
