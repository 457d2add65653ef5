import type { Execution } from '../../cluster/execute/execution.js';
import { type Change, identityOfChange, isApply } from '../../cluster/plan/change.js';
import type { Plan } from '../../cluster/plan/plan.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import { type ApplicationResult, problemSummary } from '../api/results.js';

/** What an execution did, as a part of a result. */
export function executionPart(execution: Execution): Partial<ApplicationResult> {
  const { counts: done, hooks, refused, unhealthy, unverified, errors, plan, outcome } = execution;
  return {
    ...done,
    kept: countChanges(plan, 'keep'),
    ...(hooks.length === 0 ? {} : { hooks }),
    refused,
    unhealthy,
    unverified,
    errors: errors.map(problemSummary),
    halfway: outcome === 'synced' ? [] : plan.changes.flatMap((change) => halfwayOf(change, execution)),
  };
}

/** What a plan refuses, as a part of a result. */
export function refusedObjects({ changes }: Pick<Plan, 'changes'>): ApplicationResult['refused'] {
  return changes.flatMap((change) =>
    change.action === 'refuse' ? [{ object: identityOfChange(change), reason: change.reason }] : [],
  );
}

export function countChanges({ changes }: Pick<Plan, 'changes'>, action: Change['action']): number {
  return changes.filter((change) => change.action === action).length;
}

function halfwayOf(change: Change, execution: Execution): ApplicationResult['halfway'] {
  const object = identityOfChange(change);
  const key = identityKey(object);
  const isLeft =
    (isApply(change) && !execution.applied.has(key)) || (change.action === 'delete' && !execution.deleted.has(key));
  if (!isLeft) return [];
  const hasFailed = execution.errors.some((error) => error.object === describeIdentity(object));
  const hasBegun = execution.attempted.has(key) ? 'was begun' : 'was not begun';
  return [{ object, reason: `${change.action} ${hasFailed ? 'failed' : hasBegun}` }];
}
