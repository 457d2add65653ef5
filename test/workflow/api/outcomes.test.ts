import type { DeleteOutcome } from '../../../src/workflow/api/delete-result.js';
import type { ApplicationOutcome } from '../../../src/workflow/api/events.js';
import { goesOn, worstOutcome } from '../../../src/workflow/api/outcomes.js';

const of = <Each extends ApplicationOutcome | DeleteOutcome = never>(...outcomes: readonly Each[]) =>
  outcomes.map((outcome) => ({ outcome }));

describe('the outcome of a run', () => {
  test.each([
    ['nothing to do', [], 'unchanged'],
    ['one that changed something', of('unchanged', 'synced'), 'synced'],
    ['one that a rollback holds', of('held', 'synced'), 'held'],
    ['one that is blocked has its cause beside it', of('blocked', 'unhealthy', 'synced'), 'unhealthy'],
    ['one that failed', of('failed', 'unhealthy', 'blocked'), 'failed'],
    ['an interruption', of('failed', 'interrupted', 'synced'), 'interrupted'],
  ] as const)('of a sync: %s', (_, results, worst) => {
    expect(worstOutcome(results, 'unchanged')).toBe(worst);
  });

  test.each([
    ['nothing to delete', [], 'deleted'],
    ['one that was only forgotten', of('deleted', 'forgotten'), 'forgotten'],
    ['something that a guard kept', of('deleted', 'kept'), 'kept'],
    ['something that is not gone yet', of('kept', 'terminating', 'deleted'), 'terminating'],
    ['one that failed', of('terminating', 'failed', 'blocked'), 'failed'],
  ] as const)('of a deletion: %s', (_, results, worst) => {
    expect(worstOutcome(results, 'deleted')).toBe(worst);
  });
});

test.each([
  [['unchanged', 'synced', 'held', 'deleted', 'forgotten', 'planned'], true],
  [['blocked', 'unhealthy', 'failed', 'interrupted', 'kept', 'terminating'], false],
] as const)('after %j a later wave or step begins: %s', (outcomes, expected) => {
  expect(outcomes.map(goesOn)).toStrictEqual(outcomes.map(() => expected));
});
