import type { Inventory } from '../../../src/cluster/inventory/inventory.js';
import type { HookObservation } from '../../../src/cluster/observe/observe-hooks.js';
import { withHooks } from '../../../src/cluster/plan/with-hooks.js';
import { GitopsError } from '../../../src/errors.js';
import { entryOf, hookOf, liveOf, planOf, type Sketch } from '../../helpers/decisions.js';

// "Which hooks are run, and is one of them running still?" docs/hooks-and-waves.md, "Hooks".

const sketch: Sketch = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  namespace: 'shop',
  name: 'migrate',
  spec: { parallelism: 1 },
};
const hook = hookOf(sketch, 'PreSync');
const live = liveOf(sketch);
const entry = entryOf(sketch, { hook: 'PreSync' });
const seen: HookObservation = { hook, live, earlier: [], change: 'none' };
const all = { reason: 'something changes', phases: ['PreSync', 'Sync', 'PostSync', 'SyncFail'] } as const;
const operation = { commit: 'c', action: 'sync', started: '2026-01-01T00:00:00Z', actor: 'somebody' } as const;

function inventory(part: Partial<Inventory>): Inventory {
  return { application: 'shop', repository: 'r', labels: {}, history: [], entries: [entry], ...part };
}

test.each<[string, HookObservation, readonly string[]]>([
  ['a hook of a phase that is run', seen, ['PreSync: something changes']],
  [
    'a hook of several phases',
    { ...seen, hook: hookOf(sketch, 'PreSync', 'PostSync') },
    ['PreSync: something changes', 'PostSync: something changes'],
  ],
  ['a hook of a phase that is not run', { ...seen, hook: hookOf(sketch, 'PreDelete') }, []],
  ['a hook for failures', { ...seen, hook: hookOf(sketch, 'SyncFail') }, ['SyncFail: only after a failure']],
])('%s', (_, observation, runs) => {
  expect(
    withHooks(planOf({}), all, [observation], undefined).runs.map(({ phase, reason }) => `${phase}: ${reason}`),
  ).toEqual(runs);
});

test.each<[string, HookObservation, Inventory | undefined, boolean]>([
  ['an interrupted run may have left it running', seen, inventory({ operation }), true],
  ['the last run came to its end', seen, inventory({}), false],
  ['there was no run', seen, undefined, false],
  ['it is gone', { hook, earlier: [] }, inventory({ operation }), false],
  ['the interrupted run did not know it', seen, inventory({ operation, entries: [] }), false],
  ['it was an object then', seen, inventory({ operation, entries: [entryOf(sketch)] }), false],
  [
    'another hook was known',
    seen,
    inventory({ operation, entries: [entryOf({ ...sketch, name: 'other' }, { hook: 'PreSync' })] }),
    false,
  ],
  ['its manifest changed since', { ...seen, change: 'refused' }, inventory({ operation }), false],
  [
    'it runs in two phases: nobody knows in which it was',
    { ...seen, hook: hookOf(sketch, 'PreSync', 'PostSync') },
    inventory({ operation }),
    false,
  ],
  [
    'it makes a new name for each run: what runs is found by its prefix',
    {
      hook: { ...hook, template: { object: live, prefix: 'migrate-', owner: { trackedAs: 'shop', setId: 's' } } },
      earlier: [live],
    },
    inventory({ operation, entries: [] }),
    true,
  ],
])('is it waited for instead of run once more? %s', (_, observation, stored, resumes) => {
  expect(withHooks(planOf({}), all, [observation], stored).runs.map((run) => run.resumes)).toEqual(
    observation.hook.phases.map(() => resumes),
  );
});

test('a run names what exists under its name, and what earlier ones left', () => {
  const earlier = [liveOf({ ...sketch, name: 'migrate-1' })];
  const run = { action: 'run', reason: 'something changes', phase: 'PreSync', desired: hook, resumes: false };

  expect(withHooks(planOf({}), all, [{ ...seen, earlier }], undefined).runs).toEqual([
    { ...run, live, earlier, replaces: true },
  ]);
  expect(withHooks(planOf({}), all, [{ hook, earlier: [] }], undefined).runs).toEqual([
    { ...run, earlier: [], replaces: false },
  ]);
});

test.each([
  ['an interrupted run left another hook', inventory({ operation }), true],
  ['a run that ended left it', inventory({}), false],
  ['there was no run', undefined, false],
])('is it replaced, whatever its policy? %s', (_, stored, replaces) => {
  const kept: HookObservation = { ...seen, hook: { ...hook, deletePolicies: ['HookSucceeded'] }, change: 'possible' };

  expect(withHooks(planOf({}), all, [kept], stored).runs).toMatchObject([{ replaces }]);
});

test('what is wrong with hooks stops the plan beside what is wrong with objects, each told once', () => {
  const [first, second] = [new GitopsError('CLUSTER_INVALID', 'object'), new GitopsError('CLUSTER_NOT_OURS', 'hook')];
  const plan = planOf({ problems: [first], pruneLast: true });

  const result = withHooks(
    plan,
    all,
    [{ ...seen, problem: second }, { ...seen, problem: second }, { ...seen, problem: first }, seen],
    undefined,
  );

  expect(result).toMatchObject({ ...plan, runs: expect.any(Array), problems: [first, second] });
  expect(result.problems).toHaveLength(2);
});
