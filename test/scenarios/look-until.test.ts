import { lookUntil } from './runner/look-until.js';

/** Shows one after the other, the last one for ever; how often it was looked at. */
function shows<T>(...seen: readonly [T, ...T[]]) {
  const looks = { count: 0, look: async () => seen[Math.min(looks.count++, seen.length - 1)]! };
  return looks;
}

test('looks until it is done', async () => {
  const looks = shows('a', 'b', 'done', 'never');

  expect(await lookUntil(looks.look, { isDone: (seen) => seen === 'done', looks: 5, everyMs: 0 })).toEqual({
    seen: 'done',
    isDone: true,
  });
  expect(looks.count).toBe(3);
});

test('as long as something goes on the count begins anew', async () => {
  const looks = shows(1, 1, 2, 2, 3, 3, 4);

  expect(await lookUntil(looks.look, { isDone: () => false, progressOf: String, looks: 2, everyMs: 0 })).toEqual({
    seen: 4,
    isDone: false,
  });
  expect(looks.count).toBe(9);
});

test('what was lost is asked for again, and again', async () => {
  const nudged: number[] = [];
  const looks = shows('waiting');

  await lookUntil(looks.look, {
    isDone: () => nudged.length === 2,
    looks: 100,
    everyMs: 0,
    nudge: { every: 3, do: async (_, times) => void nudged.push(times) },
  });

  expect(nudged).toEqual([1, 2]);
  expect(looks.count).toBe(8);
});
