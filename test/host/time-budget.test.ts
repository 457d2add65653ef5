import { timeBudget } from '../../src/host/time-budget.js';

interface Machine {
  /** Share of a processor that the work gets, by the second. */
  readonly share: (second: number) => number | undefined;
  /** Milliseconds by which each look is late. Default: 0. */
  readonly late?: number;
}

/** What ends a work that would go on for ever, and when by the clock. */
function ended({ share, late = 0 }: Machine, limitMs = 30_000): { readonly over: string; readonly atMs: number } {
  let clock = 0;
  const used = () => {
    let sum = 0;
    for (let second = 0; second < clock / 1000; second++) {
      const part = share(second);
      if (part === undefined) return undefined;
      sum += part * Math.min(1000, clock - second * 1000);
    }
    return sum;
  };
  const budget = timeBudget({ limitMs, used, now: () => clock });
  let wait = limitMs;
  for (let looks = 0; looks < 1_000; looks++) {
    clock += wait + late;
    const verdict = budget.look();
    if ('over' in verdict) return { over: verdict.over, atMs: clock };
    wait = verdict.lookInMs;
  }
  throw new Error('it goes on for ever');
}

const PROCESSOR = 'did not end within 30 s of processor time';
const IDLE = 'did nothing for 30 s';
const CLOCK = 'did not end within 600 s';

test.each([
  ['a processor of its own', { share: () => 1 }, PROCESSOR, 30],
  ['several of them: the clock counts', { share: () => 4 }, PROCESSOR, 30],
  ['half of one', { share: () => 0.5 }, PROCESSOR, 60],
  ['a load of 20', { share: () => 0.1 }, PROCESSOR, 300],
  ['a load of 80: too little to wait for ever', { share: () => 0.025 }, CLOCK, 600],
  ['nothing: it waits for something outside', { share: () => 0 }, IDLE, 30],
  ['nothing after 40 s', { share: (second: number) => (second < 40 ? 0.1 : 0) }, IDLE, 90],
  ['the start of a command and no more', { share: (second: number) => (second === 0 ? 0.2 : 0) }, IDLE, 60],
  ['one that nobody tells', { share: () => undefined }, CLOCK, 600],
])('of a machine that gives it %s', (_, machine, over, seconds) => {
  const verdict = ended(machine);

  expect(verdict.over).toBe(over);
  // Looks come when the rest can have been used up, so that a stop is seen up to two of them later.
  expect(verdict.atMs).toBeGreaterThanOrEqual(seconds * 1000);
  expect(verdict.atMs).toBeLessThanOrEqual(seconds * 1500);
});

test('a moment without a processor is nothing, however short the limit', () => {
  expect(ended({ share: (second) => (second < 3 ? 0 : 1) }, 1_000)).toEqual({
    over: 'did not end within 1 s of processor time',
    atMs: 4_000,
  });
  expect(ended({ share: () => 0 }, 1_000)).toEqual({ over: 'did nothing for 5 s', atMs: 5_000 });
});

test('time in which this process stood still does not count', () => {
  let clock = 0;
  let usedMs = 0;
  const budget = timeBudget({ limitMs: 1_000, used: () => usedMs, now: () => clock });
  // Stopped for an hour, and the work with it.
  clock = 3_600_000;
  usedMs = 100;

  expect(budget.look()).toEqual({ lookInMs: 900 });

  clock += 900;
  usedMs += 900;
  expect(budget.look()).toEqual({ over: 'did not end within 1 s of processor time' });
});

test('a look is never asked for at once, nor later than the limit', () => {
  for (const limitMs of [1, 300, 30_000]) {
    for (const share of [0.01, 0.5, 1, 8]) {
      let clock = 0;
      const budget = timeBudget({ limitMs, used: () => clock * share, now: () => clock });
      clock = limitMs;
      const verdict = budget.look();
      if ('lookInMs' in verdict) {
        expect(verdict.lookInMs).toBeGreaterThanOrEqual(1);
        expect(verdict.lookInMs).toBeLessThanOrEqual(limitMs);
      }
    }
  }
});
