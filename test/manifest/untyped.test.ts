import { describeShapeProblem } from '../../src/manifest/describe-shape-problem.js';
import { anyText } from '../../src/manifest/untyped.js';

test.each<[value: unknown, text: string]>([
  ['a', 'a'],
  [1, '1'],
  [true, 'true'],
  [null, 'null'],
  [undefined, 'undefined'],
  [{ a: 1 }, '{"a":1}'],
  [['a'], '["a"]'],
  [{ toString: [] }, '{"toString":[]}'],
  [[{ toString: 'a', valueOf: 'b' }], '[{"toString":"a","valueOf":"b"}]'],
  [Object.create(null), '{}'],
])('%p as a text is %s', (value, text) => {
  expect(anyText(value)).toBe(text);
});

test('a problem of a value that String refuses is described', () => {
  const problem = { path: 'kind', message: 'is not a text', value: { toString: [] } };

  expect(describeShapeProblem(problem)).toBe('kind is not a text');
});
