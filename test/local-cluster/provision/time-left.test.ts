import { provisionPlan } from '../../../src/local-cluster/provision/provision-plan.js';
import { timeLeft } from '../../../src/local-cluster/provision/time-left.js';

const steps = (...progress: number[]) => progress.map((one) => ({ seconds: 100, progress: one }));

describe('what is left of a work', () => {
  test.each([
    ['nothing is done yet: as measured', steps(0, 0), 0, 200],
    ['as fast as measured', steps(1, 0), 100, 100],
    ['half of a step counts', steps(0.5, 0), 50, 150],
    ['twice as slow: twice as long, but for what was assumed before', steps(1, 0), 200, (100 * 220) / 120],
    ['everything is done', steps(1, 1), 500, 0],
    ['more than everything is no debt', steps(2, 1), 500, 0],
    ['no steps', [], 10, 0],
  ])('%s', (_name, work, elapsed, left) => {
    expect(timeLeft(work, elapsed)).toBeCloseTo(left);
  });

  test('less as it goes on at one speed', () => {
    const lefts = [0, 0.25, 0.5, 0.75, 1].map((progress) => timeLeft(steps(progress, 0), progress * 300));

    expect(lefts[4]).toBeLessThan(lefts[3]!);
    expect(lefts[4]! / 100).toBeGreaterThan(2.5); // three times as slow was seen, and is nearly believed
  });
});

describe('where a run stands that makes several components', () => {
  const plan = provisionPlan([{ name: 'kwok' }, { name: 'kube' }], 1_000_000);

  test('counts those of this run', () => {
    expect(plan.at('kwok', 0, 1_000_000)).toMatchObject({ step: 1, steps: 2 });
    expect(plan.at('kube', 0.5, 1_060_000)).toMatchObject({ step: 2, steps: 2 });
  });

  test('what is left shrinks with packages and ends with the last component', () => {
    const half = plan.at('kube', 0.5, 1_060_000).secondsLeft;

    expect(half).toBeGreaterThan(plan.at('kube', 0.9, 1_090_000).secondsLeft);
    expect(plan.at('kube', 1, 1_100_000).secondsLeft).toBe(0);
  });
});
