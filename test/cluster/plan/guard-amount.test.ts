import { guardAmount } from '../../../src/cluster/plan/prune-guards.js';

test.each([
  { deletions: 2, owned: 3, options: { maxPrune: 1 }, says: '2 of 3 objects (67 %), more than 1', hint: 'sync with --max-prune 2.' },
  { deletions: 6, owned: 10, options: {}, says: '6 of 10 objects (60 %), more than 50 %', hint: 'sync with --max-prune-percent 60.' },
  {
    deletions: 150,
    owned: 200,
    options: {},
    says: '150 of 200 objects (75 %), more than 100 and 50 %',
    hint: 'sync with --max-prune 150 --max-prune-percent 75.',
  },
])('the limit that is exceeded is told, and the option that lifts just that: $says', ({ deletions, owned, options, says, hint }) => {
  expect(guardAmount('shop', deletions, owned, owned - deletions, options)).toMatchObject({
    code: 'CLUSTER_PRUNE_LIMIT',
    message: `'shop' would delete ${says}`,
    hint: expect.stringContaining(hint),
  });
});
