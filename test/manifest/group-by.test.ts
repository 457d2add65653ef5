import { groupBy } from '../../src/manifest/group-by.js';

test('items and keys stay in their order, and each item is asked for its key once', () => {
  let asked = 0;
  const keyOf = (text: string) => {
    asked++;
    return text.length;
  };
  expect([...groupBy(new Set(['b', 'aa', 'a', 'bb']), keyOf)]).toEqual([
    [1, ['b', 'a']],
    [2, ['aa', 'bb']],
  ]);
  expect(asked).toBe(4);
});
