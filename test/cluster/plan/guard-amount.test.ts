import { guardAmount, type PruneOptions } from '../../../src/cluster/plan/prune-guards.js';

// "Why did it stop before it deleted anything?" docs/pruning.md, "Deleting": the last object, more than 100, or
// six and more that are over 50 % of what it owns.

interface Amount {
  readonly deletions: number;
  readonly owned: number;
  /** Objects that Git wants. Default: what is left. */
  readonly desired?: number;
  readonly options?: PruneOptions;
}

const guard = ({ deletions, owned, desired = owned - deletions, options = {} }: Amount) =>
  guardAmount('shop', deletions, owned, desired, options);

describe('is fine', () => {
  test.each<[string, Amount]>([
    ['nothing to delete', { deletions: 0, owned: 0 }],
    ['nothing to delete, and Git wants nothing', { deletions: 0, owned: 5, desired: 0 }],
    ['five of six: below six per cents do not count', { deletions: 5, owned: 6 }],
    ['six of twelve are not over 50 %', { deletions: 6, owned: 12 }],
    ['100 of 1000', { deletions: 100, owned: 1000 }],
    ['the last one, with --allow-empty', { deletions: 1, owned: 1, options: { allowEmpty: true } }],
    [
      'all of them, with --allow-empty: per cents say nothing then',
      { deletions: 20, owned: 20, options: { allowEmpty: true } },
    ],
    ['more than 100, with --max-prune', { deletions: 101, owned: 1000, options: { maxPrune: 101 } }],
    ['more than 50 %, with --max-prune-percent', { deletions: 9, owned: 12, options: { maxPrunePercent: 75 } }],
    ['all that it owned, for others that Git wants', { deletions: 5, owned: 5, desired: 1 }],
  ])('%s', (_, amount) => {
    expect(guard(amount)).toBeUndefined();
  });
});

describe('the limit that is exceeded is told, and the option that lifts just that', () => {
  test.each<[string, Amount, string]>([
    ['2 of 3 objects (67 %), more than 1', { deletions: 2, owned: 3, options: { maxPrune: 1 } }, '--max-prune 2'],
    ['101 of 1000 objects (11 %), more than 100', { deletions: 101, owned: 1000 }, '--max-prune 101'],
    ['6 of 10 objects (60 %), more than 50 %', { deletions: 6, owned: 10 }, '--max-prune-percent 60'],
    ['6 of 11 objects (55 %), more than 50 %', { deletions: 6, owned: 11 }, '--max-prune-percent 55'],
    ['6 of 6 objects (100 %), more than 50 %', { deletions: 6, owned: 6, desired: 1 }, '--max-prune-percent 100'],
    ['a little over 50 %', { deletions: 51, owned: 101 }, '--max-prune-percent 51'],
    [
      '6 of 100 objects (6 %), more than 5 %',
      { deletions: 6, owned: 100, options: { maxPrunePercent: 5 } },
      '--max-prune-percent 6',
    ],
    [
      '150 of 200 objects (75 %), more than 100 and 50 %',
      { deletions: 150, owned: 200 },
      '--max-prune 150 --max-prune-percent 75',
    ],
    [
      '101 of 101 objects (100 %), more than 100',
      { deletions: 101, owned: 101, options: { allowEmpty: true } },
      '--max-prune 101',
    ],
  ])('%s', (says, amount, options) => {
    const error = guard(amount);

    expect(error).toMatchObject({
      code: 'CLUSTER_PRUNE_LIMIT',
      hint: `Check the diff; if it is meant, sync with ${options}.`,
    });
    if (/^\d/.test(says)) expect(error?.message).toBe(`'shop' would delete ${says}`);
  });

  test('with the numbers, and the option is enough', () => {
    const amount: Amount = { deletions: 503, owned: 1000, options: { maxPrune: 1000 } };

    expect(guard(amount)?.data).toEqual({
      deletions: 503,
      owned: 1000,
      percent: 51,
      maxPrune: 1000,
      maxPrunePercent: 50,
    });
    expect(guard({ ...amount, options: { maxPrune: 1000, maxPrunePercent: 51 } })).toBeUndefined();
    expect(guard({ deletions: 101, owned: 1000 })?.data).toMatchObject({ maxPrune: 100, maxPrunePercent: 50 });
  });
});

describe('an Argo Application that has no objects in Git, hooks or not', () => {
  test.each([
    [1, '1 object would be deleted'],
    [7, '7 objects would be deleted'],
  ])('loses its %i objects only with --allow-empty', (deletions, says) => {
    expect(guard({ deletions, owned: 7, desired: 0 })).toMatchObject({
      code: 'CLUSTER_PRUNE_EMPTY',
      message: `'shop' has no objects in Git: ${says}`,
      hint: 'If that is meant, sync with --allow-empty.',
    });
  });
});
