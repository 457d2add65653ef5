import { shareRunning } from '../../src/host/share-running.js';

test('works for one key that overlap are done once, and what has ended is done again', async () => {
  const share = shareRunning<number>();
  let begun = 0;
  const work = async (): Promise<number> => {
    begun++;
    await Promise.resolve();
    return begun;
  };

  expect(await Promise.all([share('a', work), share('a', work), share('b', work)])).toEqual([2, 2, 2]);
  expect(begun).toBe(2);
  expect(await share('a', work)).toBe(3);
});

test('a failure is that of all who waited for it, and not of those who ask later', async () => {
  const share = shareRunning<string>();
  const failing = async (): Promise<string> => {
    await Promise.resolve();
    throw new Error('once');
  };

  const both = await Promise.allSettled([share('a', failing), share('a', failing)]);

  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await share('a', async () => 'now')).toBe('now');
});
