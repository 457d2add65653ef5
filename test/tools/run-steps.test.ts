import { timeLeft } from '../../src/local-cluster/provision/time-left.js';
import { runSteps, type Step } from '../../tools/run-steps.mjs';
import { ToolFailure } from '../../tools/tool-failure.mjs';

interface Made extends Partial<Step> {
  readonly name: string;
  readonly fails?: Error;
}

/** Runs steps and returns what was made, in order, and what was printed. */
async function run(steps: readonly Made[], locked = (work: () => Promise<void>) => work()) {
  const made: string[] = [];
  const printed: string[] = [];
  const plan = steps.map(({ fails, ...step }) => ({
    seconds: 1,
    lane: 'go' as const,
    due: () => !made.includes(step.name),
    make: async () => {
      if (fails !== undefined) throw fails;
      made.push(step.name);
    },
    ...step,
  }));
  const ok = await runSteps(plan, {
    print: (text) => printed.push(text),
    locked,
    onDone: (name) => made.push(`${name} told`),
    loadTimeLeft: async () => timeLeft,
  });
  return { ok, made, printed: printed.map((line) => line.replace(/\d+\.\d s$/, 'N s')) };
}

describe('the steps of a build', () => {
  test('nothing is said and no lock is taken where nothing is due', async () => {
    const result = await run([{ name: 'a', due: () => false }], () => Promise.reject(new Error('locked')));

    expect(result).toEqual({ ok: true, made: [], printed: [] });
  });

  test('each says which of how many it is; what is not due does not count', async () => {
    const { ok, printed } = await run([{ name: 'a' }, { name: 'b', due: () => false }, { name: 'c' }]);

    expect(ok).toBe(true);
    expect(printed).toEqual(['step 1 of 2: a …', 'step 1 of 2: a: N s', 'step 2 of 2: c …', 'step 2 of 2: c: N s']);
  });

  test('a long build is announced with all its steps and its time', async () => {
    const { printed } = await run([
      { name: 'a', seconds: 100 },
      { name: 'b', seconds: 200 },
    ]);

    expect(printed[0]).toBe('2 steps, about 5 min on two quiet cores with empty caches: a, b');
    expect(printed).toContain('step 1 of 2: a …; about 5 min left in all');
  });

  test('packages come first and are told; then both lanes run, each in order', async () => {
    const { made } = await run([
      { name: 'packages', lane: 'packages' },
      { name: 'go 1' },
      { name: 'go 2' },
      { name: 'node 1', lane: 'node' },
      { name: 'node 2', lane: 'node' },
    ]);

    expect(made.slice(0, 2)).toEqual(['packages', 'packages told']);
    expect(made.filter((name) => name.startsWith('go'))).toEqual(['go 1', 'go 2']);
    expect(made.filter((name) => name.startsWith('node'))).toEqual(['node 1', 'node 2']);
  });

  test('what another process made while the lock was waited for is not made again', async () => {
    let there = false;
    const { made } = await run([{ name: 'a', due: () => !there }, { name: 'b' }], async (work) => {
      there = true;
      await work();
    });

    expect(made).toEqual(['b']);
  });

  test('without packages nothing else is tried', async () => {
    const { ok, made, printed } = await run([
      { name: 'packages', lane: 'packages', fails: new ToolFailure('No registry', 'Set one.') },
      { name: 'a' },
    ]);

    expect({ ok, made }).toEqual({ ok: false, made: [] });
    expect(printed.at(-1)).toBe('step 1 of 2: packages failed: No registry\n  hint Set one.');
  });

  test('a failure that the user mends ends its lane, told once; the other lane is made', async () => {
    const { ok, made, printed } = await run([
      { name: 'a', fails: new ToolFailure('The disk is full', 'Free some.') },
      { name: 'b' },
      { name: 'n', lane: 'node' },
    ]);

    expect({ ok, made }).toEqual({ ok: false, made: ['n'] });
    expect(printed.filter((line) => line.includes('The disk is full'))).toHaveLength(1);
  });

  test('another failure does not keep what follows from being made', async () => {
    const { ok, made } = await run([
      { name: 'library', lane: 'node', fails: Object.assign(new Error(), { stdout: 'TS2322' }) },
      { name: 'command', lane: 'node' },
    ]);

    expect({ ok, made }).toEqual({ ok: false, made: ['command'] });
  });
});
